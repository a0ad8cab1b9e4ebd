import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { readInputs } from '../../../../lib/generation/read-inputs.ts';
import { readOutput } from '../../../../lib/generation/read-output.ts';
import { DEFAULT_WRITING } from '../../../../lib/generation/writing.ts';
import { singleAnswerRequest, voteRequest, writeRequest } from '../../../../lib/generation/requests.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const spec: TaskSpec = {
  version: 1,
  name: 'dates',
  instruction: 'Write the date as ISO.',
  kind: 'text',
  fields: null,
  labels: null,
  constraints: { ...UNCONSTRAINED, pattern: '\\d{4}-\\d{2}-\\d{2}', maxChars: 10 },
  metric: 'exact-match',
  metricReason: '',
  instructionEnglish: null,
  language: null,
  notes: [],
  demonstrations: [{ input: 'May 3, 2021', output: '2021-05-03' }],
};
const labels: TaskSpec = {
  ...spec,
  kind: 'labels',
  labels: [
    { name: 'yes', description: null },
    { name: 'no', description: null },
  ],
  constraints: UNCONSTRAINED,
};

describe('readOutput', () => {
  it.each([
    [{ output: ' 2021-05-04 ' }, { answer: '2021-05-04' }],
    [{ output: '2021-05-4' }, { rejected: 'off-pattern' }],
    [{ output: 'on 2021-05-04' }, { rejected: 'too-long' }],
    [{ output: '' }, { rejected: 'empty' }],
    [{ answer: '2021-05-04' }, { rejected: 'off-schema' }],
    ['2021-05-04', { rejected: 'off-schema' }],
  ])('%j gives %j', (json, expected) => {
    expect(readOutput(spec, 'May 4, 2021', json)).toEqual(expected);
  });

  it('takes labels as they are spelled and no others', () => {
    expect(readOutput(labels, 'x', { output: 'yes' })).toEqual({ answer: 'yes' });
    expect(readOutput(labels, 'x', { output: 'Yes' })).toEqual({ rejected: 'not-in-labels' });
  });

  it('refuses an answer that does not stand in the input where it must', () => {
    const extractive = { ...spec, constraints: { ...UNCONSTRAINED, fromInput: true } };
    expect(readOutput(extractive, 'Ann was here', { output: 'Ann' })).toEqual({ answer: 'Ann' });
    expect(readOutput(extractive, 'Ann was here', { output: 'Bob' })).toEqual({ rejected: 'not-in-input' });
  });
});

describe('readOutput of other kinds', () => {
  const several = { ...labels, constraints: { ...UNCONSTRAINED, several: true } };
  const spans: TaskSpec = { ...spec, kind: 'extract', constraints: { ...UNCONSTRAINED, several: true } };
  const span: TaskSpec = { ...spec, kind: 'extract', constraints: { ...UNCONSTRAINED, none: 'N/A' } };
  const code: TaskSpec = { ...spec, kind: 'code', constraints: UNCONSTRAINED };
  const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
  const structured: TaskSpec = { ...spec, kind: 'structured', constraints: { ...UNCONSTRAINED, schema } };
  it.each([
    [several, ['no', 'yes '], { answer: '["yes","no"]' }],
    [several, [], { answer: '[]' }],
    [several, ['maybe'], { rejected: 'not-in-labels' }],
    [several, 'yes', { rejected: 'off-schema' }],
    [spans, ['here', 'Ann', ''], { answer: '["Ann","here"]' }],
    [spans, ['Bob'], { rejected: 'not-in-input' }],
    [span, 'Ann', { answer: 'Ann' }],
    [span, 'N/A', { answer: 'N/A' }],
    [span, 'Bob', { rejected: 'not-in-input' }],
    [structured, { n: 1 }, { answer: '{"n":1}' }],
    [structured, ' {"n": 1} ', { answer: '{"n":1}' }],
    [structured, { n: 'x' }, { rejected: 'breaks-schema' }],
    [code, '```python\n    x = 1\n```', { answer: '    x = 1' }],
    [code, '\n  y\n', { answer: '  y' }],
  ])('%#: %j', (task, output, expected) => {
    expect(readOutput(task, 'Ann was here', { output })).toEqual(expected);
  });

  it('lets one answer that breaks the schema stand as wrong, and asks again for what is none', () => {
    expect(singleAnswerRequest(structured, 'x').check({ output: { n: 'x' } })).toEqual({ answer: { output: null } });
    expect(singleAnswerRequest(structured, 'x').check({ output: ['n'] })).toEqual({ rejected: 'off-schema' });
  });
});

describe('singleAnswerRequest', () => {
  it('lets an answer stand that breaks the rules, as no answer', () => {
    expect(singleAnswerRequest(labels, 'x').check({ output: 'maybe' })).toEqual({ answer: { output: null } });
    expect(singleAnswerRequest(labels, 'x').check({ output: 'no' })).toEqual({ answer: { output: 'no' } });
  });

  it('asks again only where the JSON is not the JSON asked for', () => {
    expect(singleAnswerRequest(labels, 'x').check({ label: 'no' })).toEqual({ rejected: 'off-schema' });
  });

  it('is another question than every vote', () => {
    const votes = [0, 1, 2].map((vote) => voteRequest(labels, 'x', vote).sample);
    expect(votes).not.toContain(singleAnswerRequest(labels, 'x').sample);
  });
});

describe('readInputs', () => {
  it('keeps what has the shape of the task and is no demonstration, as it was written', () => {
    expect(readInputs(spec, { inputs: ['  May 5, 2021', ' ', 'May 3, 2021 ', { a: 'b' }] })).toEqual({
      answer: ['  May 5, 2021'],
    });
  });

  it('rejects a list without a usable input', () => {
    expect(readInputs(spec, { inputs: ['May 3, 2021'] })).toEqual({ rejected: 'no-usable-input' });
  });

  it('wants exactly the fields of the task', () => {
    const pairs = { ...spec, fields: ['a', 'b'], demonstrations: [] };
    expect(readInputs(pairs, { inputs: [{ a: '1', b: '2' }, { a: '1' }, { a: '1', b: '2', c: '3' }, 'a'] })).toEqual({
      answer: [{ a: '1', b: '2' }],
    });
  });
});

const at = (seed: number, purpose: 'train' | 'test', call: number) => ({ seed, purpose, call });

describe('writeRequest', () => {
  it('asks for labels in turn, and for the same thing again under the same number', () => {
    const asked = [0, 1, 2].map(
      (call) => writeRequest(labels, at(7, 'train', call), DEFAULT_WRITING).prompt.messages.at(-1)?.content ?? '',
    );
    expect(asked.map((text) => /answer should be "(\w+)"/.exec(text)?.[1])).toEqual(['yes', 'no', 'yes']);
    const [one, other] = [1, 1].map((call) => writeRequest(labels, at(7, 'train', call), DEFAULT_WRITING).prompt);
    expect(one).toEqual(other);
  });

  it('never shares a question between seeds, or between training and test', () => {
    const samples = [
      ...[1, 2].flatMap((seed) =>
        [0, 1].map((call) => writeRequest(labels, at(seed, 'train', call), DEFAULT_WRITING).sample),
      ),
      ...[1, 2].flatMap((seed) =>
        [0, 1].map((call) => writeRequest(labels, at(seed, 'test', call), DEFAULT_WRITING).sample),
      ),
    ];
    expect(new Set(samples).size).toBe(8);
  });
});
