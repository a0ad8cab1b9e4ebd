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
  several: 'no',
  none: null,
  schema: null,
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
    expect(verifiedConstraints({ pattern: String.raw`\d{4}`, fromInput: 'yes', maxChars: 4 }, rows, 'text')).toEqual({
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
    const { constraints, notes } = verifiedConstraints({ pattern, fromInput: 'no', maxChars: null }, [], 'text');
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
    [{ kind: 'extract' }, false],
    [{ output: { schema: { type: 'object' } } }, false],
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

describe('specFrom of a bare prompt', () => {
  const bare = { ...ANSWER, pattern: null, maxChars: null, fromInput: 'no', metric: 'unsaid' } as const;
  const prompt = 'Find who is named.\nText: Ann met Bob. Names: Ann, Bob\nText: No one came. Names: nobody';
  const found = [
    { inputs: ['Ann met Bob.'], output: 'Ann, Bob' },
    { inputs: ['No one came.'], output: 'nobody' },
  ];
  const specOf = (read: Partial<ParseTaskAnswer>, file: object = {}) =>
    specFrom({ ...configOf({ prompt }), ...file }, [], { ...bare, ...read });

  it('believes several passages where every example holds to it, and writes them as lists', () => {
    expect(specOf({ kind: 'extract', several: 'yes', demonstrations: found.slice(0, 1) })).toMatchObject({
      kind: 'extract',
      constraints: { several: true },
      metric: 'span-f1',
      demonstrations: [{ input: 'Ann met Bob.', output: '["Ann","Bob"]' }],
    });
  });

  it('takes it for text where an example is no passage of its input, and says so', () => {
    expect(specOf({ kind: 'extract', several: 'yes', demonstrations: found })).toMatchObject({
      kind: 'text',
      constraints: UNCONSTRAINED,
      demonstrations: [{ output: 'Ann, Bob' }, { output: 'nobody' }],
      notes: expect.arrayContaining([
        'kind extract with several outputs was read from the prompt, but 1 of 2 examples are none such.',
      ]),
    });
  });

  const extract = (none: string) => specOf({ kind: 'extract', none, demonstrations: [] });

  it('believes the word for no passage only where the prompt has it', () => {
    expect(extract('nobody').constraints.none).toBe('nobody');
    expect(extract('N/A').constraints.none).toBeNull();
  });

  it('believes a list of labels, spelled as the labels are', () => {
    const labels = ['Bob', 'Ann'].map((name) => ({ name, description: '' }));
    expect(specOf({ kind: 'labels', several: 'yes', labels, demonstrations: found.slice(0, 1) })).toMatchObject({
      labels: [{ name: 'Bob' }, { name: 'Ann' }],
      constraints: { several: true },
      demonstrations: [{ output: '["Bob","Ann"]' }],
    });
  });

  it('believes a schema that is one, and takes the rest for text', () => {
    const schema = '{"type":"object","properties":{"names":{"type":"array"}}}';
    expect(specOf({ kind: 'structured', schema, demonstrations: [] })).toMatchObject({
      kind: 'structured',
      constraints: { schema: JSON.parse(schema) },
      metric: 'field-accuracy',
    });
    expect(specOf({ kind: 'structured', schema: '{"type":"list"}', demonstrations: [] })).toMatchObject({
      kind: 'text',
    });
    expect(specOf({ kind: 'structured', schema, demonstrations: found })).toMatchObject({ kind: 'text' });
  });

  it('reads no form of lists where rows were given, which were read as texts', () => {
    const test = { uri: 's3://b/k', sha256: '0', bytes: 1 };
    const given = specOf(
      {
        kind: 'labels',
        several: 'yes',
        labels: ['a', 'b'].map((name) => ({ name, description: '' })),
        demonstrations: [],
      },
      { test },
    );
    expect(given.constraints.several).toBe(false);
    expect(specOf({ kind: 'extract', demonstrations: [] }, { test }).kind).toBe('text');
  });
});
