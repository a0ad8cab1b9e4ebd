import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TaskInput } from '../../../../../contracts/example.ts';
import type { TaskSpec } from '../../../../../contracts/task-spec.ts';
import { SERVER_FILES } from '../../../../../lib/bundle/server-files.ts';
import { readOutput } from '../../../../../lib/generation/read-output.ts';
import { UNCONSTRAINED } from '../../../../../lib/task/unconstrained.ts';
import { TRIAGE_SPEC } from '../../../../support/triage-spec.ts';

const Module = z.object({ taskOutput: z.function({ input: z.tuple([z.unknown(), z.unknown(), z.unknown()]) }) });
let taskOutput: (given: unknown, input: TaskInput, task: TaskSpec) => unknown;
beforeAll(async () => {
  const file = SERVER_FILES.find(({ path }) => path.endsWith('/teacher-output.mjs'))?.file ?? '';
  taskOutput = Module.parse(await import(pathToFileURL(file).href)).taskOutput;
});

const specOf = (kind: TaskSpec['kind'], constraints: Partial<TaskSpec['constraints']> = {}): TaskSpec => ({
  ...TRIAGE_SPEC,
  kind,
  labels: kind === 'labels' ? TRIAGE_SPEC.labels : null,
  fields: null,
  constraints: { ...UNCONSTRAINED, ...constraints },
});
const [FIRST = '', SECOND = ''] = TRIAGE_SPEC.labels?.map(({ name }) => name) ?? [];
const TEXT = 'Ann met Bob in Rome, and Bob left.';
const schema = { type: 'object', required: ['b'], properties: { a: {}, b: {} } };

const CASES: readonly (readonly [string, TaskSpec, readonly unknown[]])[] = [
  ['a label', specOf('labels'), [FIRST, ` ${SECOND} `, 'no such label', '', 7, null, undefined, [FIRST]]],
  [
    'labels',
    specOf('labels', { several: true }),
    [[SECOND, FIRST], [], [` ${FIRST} `, FIRST], JSON.stringify([FIRST]), [FIRST, 'no such label'], FIRST, [1]],
  ],
  ['a passage', specOf('extract', { none: 'nothing' }), ['Bob', 'nothing', ' Rome', 'Paris', 'bob', '', ['Bob']]],
  [
    'passages',
    specOf('extract', { several: true, none: 'nothing' }),
    [['Rome', 'Bob', 'Ann'], [], ['Bob', 'Bob left'], ['Paris'], '["Rome","Ann"]', ['nothing']],
  ],
  [
    'an object',
    specOf('structured', { schema, maxChars: 40 }),
    [{ b: [{ d: 1, c: 'é' }], a: null }, '{"b": 1}', {}, [], 'none', { b: 'x'.repeat(50) }],
  ],
  [
    'a text',
    specOf('text', { pattern: '[a-z]+|\\p{Lu}', maxChars: 5 }),
    ['abc', ' abc\n', 'É', 'abcdef', 'a1', '', { a: 1 }],
  ],
  ['a text of the input', specOf('edit', { fromInput: true }), ['Ann met', 'Ann  met']],
  ['code', specOf('code'), ['  x = 1\n', '```python\n\n  x = 1\n```', '\n\n', '\tif x:\n\t\ty']],
];

describe('taskOutput', () => {
  it.each(CASES)('reads %s as the build does', (_, spec, answers) => {
    for (const given of answers) {
      const read = readOutput(spec, TEXT, { output: given });
      expect([given, taskOutput(given, TEXT, spec)]).toEqual([given, 'answer' in read ? read.answer : undefined]);
    }
  });

  it('finds passages in the order of the fields', () => {
    const spec = { ...specOf('extract', { several: true }), fields: ['title', 'text'] };
    expect(taskOutput(['Rome', 'Ann'], { text: 'Rome', title: 'Ann' }, spec)).toBe('["Ann","Rome"]');
  });
});
