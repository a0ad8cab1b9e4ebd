import { describe, expect, it } from 'vitest';
import { cutInstruction } from '../../../../lib/task/cut-instruction.ts';
import { specFrom } from '../../../../lib/task/spec-from.ts';
import { needsReading } from '../../../../lib/task/read-prompt.ts';
import { taskConfig } from '../../../../lib/task/task-config.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { verifiedConstraints } from '../../../../lib/task/verified-constraints.ts';
import type { ParseTaskAnswer } from '../../../../lib/prompts/parse-task.ts';

const configOf = (file: object) =>
  taskConfig(
    { file: { prompt: PROMPT, ...file }, examples: [], test: null, baseModel: null, folder: '/' },
    { examples: null, test: null },
    'http://h',
  );
const PROMPT = 'Give the year. Only digits.\nExample: May 1999 -> 1999';
const ANSWER: ParseTaskAnswer = {
  kind: 'text',
  labels: [],
  language: 'en-us',
  instruction: 'Give the year. Only digits.',
  instructionEnglish: '',
  fields: [],
  demonstrations: [{ inputs: ['May 1999'], output: '1999' }],
  pattern: String.raw`\d{4}`,
  fromInput: 'yes',
  maxChars: 3,
  metric: 'rouge-l',
  metricReason: 'x',
};

describe('cutInstruction', () => {
  const text = 'Sort it. Be brief. In: a b Out: yes';
  const spans = [{ from: 23, to: 35 }];
  it.each([
    ['Sort it. Be brief.', { instruction: 'Sort it. Be brief.' }],
    ['Sort it. Be kind.', { refused: 'it holds what does not stand in the prompt in that order' }],
    ['Be brief. Sort it.', { refused: 'it holds what does not stand in the prompt in that order' }],
    ['Sort it. a b', { refused: 'it holds part of an example' }],
    [' ', { refused: 'it is empty' }],
  ])('%j', (read, expected) => {
    expect(cutInstruction(text, read, spans)).toEqual(expected);
  });

  it('refuses to lose more than the examples', () => {
    const long = `Sort it. ${'Never forget this rule. '.repeat(20)}In: a Out: b`;
    expect(cutInstruction(long, 'Sort it.', [])).toEqual({ refused: 'it leaves out more than the examples' });
  });
});

describe('verifiedConstraints', () => {
  const rows = [
    { input: 'May 1999', output: '1999' },
    { input: 'June', output: 'none' },
  ];
  it('believes what every example satisfies, and says which examples break the rest', () => {
    expect(verifiedConstraints({ pattern: String.raw`\d{4}`, fromInput: 'yes', maxChars: 4 }, rows)).toEqual({
      constraints: { ...UNCONSTRAINED, maxChars: 4 },
      notes: [
        'output.pattern was read from the prompt, but 1 of 2 examples break it.',
        'output.fromInput was read from the prompt, but 1 of 2 examples break it.',
      ],
    });
  });
  it.each([
    ['(', 'is no regular'],
    ['(a+)+b', 'repeats'],
    ['a'.repeat(201), 'longer'],
  ])('refuses the pattern %j', (pattern, why) => {
    const { constraints, notes } = verifiedConstraints({ pattern, fromInput: 'no', maxChars: null }, []);
    expect(constraints.pattern).toBeNull();
    expect(notes.join(' ')).toContain(why);
  });
});

describe('needsReading', () => {
  it.each([
    [{}, true],
    [{ kind: 'labels', labels: ['a', 'b'] }, false],
    [{ kind: 'labels' }, true],
    [{ kind: 'text' }, true],
    [{ kind: 'text', output: { maxChars: 5 } }, false],
  ])('%j: %j', (file, expected) => {
    expect(needsReading(configOf(file))).toBe(expected);
  });
});

describe('specFrom', () => {
  it('takes from the reading what stands up to checking', () => {
    expect(specFrom(configOf({}), [], ANSWER)).toMatchObject({
      instruction: 'Give the year. Only digits.',
      language: 'en-US',
      instructionEnglish: null,
      constraints: { pattern: String.raw`\d{4}`, fromInput: true, maxChars: null },
      metric: 'exact-match',
      demonstrations: [{ input: 'May 1999', output: '1999' }],
      notes: ['output.maxChars was read from the prompt, but 1 of 1 examples break it.'],
    });
  });

  it('lets the task file beat it: examples, form and metric; and then leaves the prompt whole', () => {
    const own = [{ input: 'June 2001', output: 'y 2001' }];
    const spec = specFrom(configOf({ output: { maxChars: 9 }, metric: 'token-f1' }), own, ANSWER);
    expect(spec).toMatchObject({
      instruction: PROMPT,
      constraints: { pattern: null, fromInput: false, maxChars: 9 },
      metric: 'token-f1',
      demonstrations: own,
      notes: ["1 examples stand in the prompt; the task's own are used."],
    });
  });

  it('follows the metric that was read only where nothing firmer is known, and it measures the kind', () => {
    const free = { ...ANSWER, pattern: null, maxChars: null, demonstrations: [] };
    expect(specFrom(configOf({}), [], free)).toMatchObject({
      metric: 'rouge-l',
      metricReason: 'read from the prompt: x',
    });
    expect(specFrom(configOf({}), [], { ...free, metric: 'accuracy' }).metric).toBe('chrf++');
  });

  it('keeps the prompt and says so where the teacher could not read it', () => {
    const spec = specFrom(configOf({ kind: 'text' }), [], { refused: 'off-schema' });
    expect(spec).toMatchObject({
      instruction: PROMPT,
      language: null,
      notes: ['The prompt could not be read by the teacher (off-schema).'],
    });
  });
});
