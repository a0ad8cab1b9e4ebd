import { describe, expect, it } from 'vitest';
import type { ParseTaskAnswer } from '../../../../lib/prompts/parse-task.ts';
import { verifiedDemonstrations } from '../../../../lib/task/verified-demonstrations.ts';

const read = (demonstrations: ParseTaskAnswer['demonstrations'], fields: string[] = []): ParseTaskAnswer => ({
  kind: 'text',
  labels: [],
  language: 'en',
  instruction: '',
  instructionEnglish: '',
  fields,
  demonstrations,
  pattern: null,
  fromInput: 'no',
  maxChars: null,
  several: 'no',
  none: null,
  schema: null,
  metric: 'unsaid',
  metricReason: '',
});
const rowsOf = (prompt: string, ...args: Parameters<typeof read>) => verifiedDemonstrations(prompt, read(...args));

describe('verifiedDemonstrations', () => {
  it('finds a pair whatever the white space, and keeps it as it was read', () => {
    const found = rowsOf('Say it.\n\nInput:  two\n  words\nAnswer:\tyes', [{ inputs: ['two words'], output: 'yes' }]);
    expect(found).toEqual({
      rows: [{ input: 'two words', output: 'yes' }],
      spans: [{ from: 15, to: 36 }],
      fields: null,
      dropped: 0,
    });
  });

  it.each([
    ['an input that does not stand there', 'In: a b\nOut: yes', 'c d', 'yes'],
    ['an output before its input', 'Out: yes\nIn: a b', 'a b', 'yes'],
    ['an output that is part of a word', 'In: a b\nOut: yesterday', 'a b', 'yes'],
    ['an output far from its input', `In: a b ${'x '.repeat(60)} yes`, 'a b', 'yes'],
    ['an empty output', 'In: a b\nOut:', 'a b', ''],
  ])('drops %s', (_what, prompt, input, output) => {
    expect(rowsOf(prompt, [{ inputs: [input], output }])).toMatchObject({ rows: [], dropped: 1 });
  });

  it('takes the later place where the first one has no answer, and no place twice', () => {
    const prompt = 'Tell if good is good. good -> yes';
    const twice = [
      { inputs: ['good'], output: 'yes' },
      { inputs: ['good'], output: 'yes' },
    ];
    expect(rowsOf(prompt, twice)).toMatchObject({ rows: [{ input: 'good', output: 'yes' }], dropped: 1 });
  });

  it('finds words of a script without spaces inside longer ones', () => {
    expect(rowsOf('入力：東京都です。出力：東京', [{ inputs: ['東京都'], output: '東京' }]).rows).toHaveLength(1);
  });

  it('makes records where the prompt names the fields, and refuses fields it does not name', () => {
    const prompt = 'Answer the question from the passage. question: Who? passage: Ann did. answer: Ann';
    const pair = [{ inputs: ['Who?', 'Ann did.'], output: 'Ann' }];
    expect(rowsOf(prompt, pair, ['question', 'passage'])).toMatchObject({
      rows: [{ input: { question: 'Who?', passage: 'Ann did.' }, output: 'Ann' }],
      fields: ['question', 'passage'],
    });
    expect(rowsOf(prompt, pair, ['title', 'passage'])).toMatchObject({ rows: [], fields: null, dropped: 1 });
  });
});
