import { describe, expect, it } from 'vitest';
import { splitGold } from '../../../../lib/dataset/gold-split.ts';
import { DEFAULT_WRITING } from '../../../../lib/generation/writing.ts';
import { writingWish } from '../../../../lib/generation/writing-wish.ts';
import { labelInputPrompt } from '../../../../lib/prompts/label-input.ts';
import { SHOWN_DATASET_BYTES } from '../../../../lib/prompts/rank-datasets.ts';
import { writeInputsPrompt } from '../../../../lib/prompts/write-inputs.ts';
import { specFrom } from '../../../../lib/task/spec-from.ts';
import type { Prompt } from '../../../../lib/teacher/teacher.ts';
import { promptTokensBound } from '../../../../lib/teacher/worst-case.ts';
import type { CheckedTask } from '../../../../lib/task/read-task.ts';
import { taskConfig } from '../../../../lib/task/task-config.ts';
import { planWorstCase, worstCase } from '../../../../lib/task/worst-case.ts';

const NONE = { examples: null, test: null };
const PRICE = { inputPer1M: 1, outputPer1M: 10 };
const row = (input: string) => ({ row: { input, output: 'x' }, where: input });

const rows = (count: number) => Array.from({ length: count }, (_, at) => row(`i${at}`));

function worst(
  file: Partial<CheckedTask['file']>,
  given: Partial<CheckedTask> = {},
  price: typeof PRICE | null = PRICE,
) {
  const task: CheckedTask = {
    file: { prompt: 'p'.repeat(100), retrieve: 'none', ...file },
    examples: [],
    test: null,
    baseModel: null,
    folder: '/',
    ...given,
  };
  return worstCase(task, taskConfig(task, NONE, 'http://h'), price);
}

const tokensOf = (prompt: Prompt) =>
  promptTokensBound(Buffer.byteLength(JSON.stringify([prompt.messages, prompt.schema])), prompt.messages.length);

const calls = (rounds: number) => worst({ kind: 'text', generate: { rows: 100, rounds } }).undisturbed.calls;

const callsWith = (votes: number, retrieve: 'none' | 'auto' | 'ask', test: CheckedTask['test']) =>
  worst({ kind: 'text', generate: { rows: 100 }, retrieve, teacher: { model: 'm', votes } }, { test }).undisturbed
    .calls;

const triaging = (retrieve: 'auto' | 'ask') =>
  worst({ kind: 'labels', labels: ['a', 'b'], generate: { rows: 10 }, retrieve }, { test: rows(9) }).undisturbed;

describe('worstCase', () => {
  it('counts writes, votes and a tie-break for rows and generated test, and the teacher’s own look', () => {
    const { undisturbed, most } = worst({ kind: 'text', generate: { rows: 100 }, teacher: { model: 'm', votes: 2 } });
    // 150 inputs to train and 300 for the test: 15 + 30 writes, 450 · 3 labels, 2 · 200 answers on the test.
    // One reads the prompt, one proposes attributes, and the pilot tries the teacher on up to 8 examples the prompt may hold.
    expect(undisturbed.calls).toBe(10 + 45 + 1350 + 400);
    // A prompt: 1,300 + 100 bytes of prompt + 900 of an unseen input. Answers: 3,072 to write, 1,024 to label.
    expect(undisturbed.tokens).toBe(10 * 2300 + 4096 + 2048 + 8 * 1024 + 45 * (2300 + 3072) + 1750 * (2300 + 1024));
    expect(undisturbed.usd).toBeCloseTo(
      (10 * 2300 + 40_960 + 20_480 + 8 * 10_240 + 45 * (2300 + 30_720) + 1750 * (2300 + 10_240)) / 1e6,
      9,
    );
    expect(most.calls).toBe(6 * undisturbed.calls);
    expect(most.usd).toBeCloseTo(6 * undisturbed.usd, 9);
  });
  it('counts votes on test rows that people wrote, or that may yet be found', () => {
    // Two answers on each of fifty rows, and three votes; 150 inputs have a further vote each with three of them.
    expect(callsWith(3, 'none', rows(50)) - callsWith(1, 'none', rows(50))).toBe(50 * 3 + 150 * 2);
    // A generated test of 200 rows has 300 inputs, whose votes count too.
    expect(callsWith(3, 'ask', null) - callsWith(3, 'none', null)).toBe(200 * 3);
    // Where nobody looks at what is found, the teacher reads it.
    expect(callsWith(3, 'auto', null) - callsWith(3, 'ask', null)).toBe(1);
  });
  it('counts the rows of every round that may come', () => {
    // 50 rows a round more, 75 inputs: 8 writes (the first round's 15 leave no part of ten over) and 75 · 4 labels.
    expect(calls(2) - calls(1)).toBe(8 + 300);
    expect(calls(3) - calls(1)).toBe(15 + 600);
  });
  it('adds the room for thinking at the most, and only for models that think', () => {
    const plain = worst({ kind: 'text', generate: { rows: 100 }, teacher: { model: 'gpt-4.1-mini' } });
    const thinking = worst({ kind: 'text', generate: { rows: 100 }, teacher: { model: 'gpt-5-mini' } });
    expect(thinking.undisturbed).toEqual(plain.undisturbed);
    expect(thinking.most.tokens - plain.most.tokens).toBe(1024 * plain.most.calls);
  });
  it('generates no test where one is given, and reads the inputs’ length off the rows', () => {
    const given = worst({ kind: 'labels', labels: ['a', 'b'], generate: { rows: 100 } }, { test: [row('12345678')] });
    expect(given.undisturbed.calls).toBe(1 + 15 + 600 + 5);
    // 1,300 + 100 + labels "- a: \n" twice each + 2 · 10 bytes of JSON.
    expect(given.undisturbed.tokens).toBe(2048 + 621 * (1400 + 24 + 20) + 15 * 3072 + 605 * 128);
  });
  it('takes the held-out half of forty examples as the test, and generates one for thirty-nine', () => {
    const file = { kind: 'text', generate: { rows: 10 }, teacher: { votes: 1 } } as const;
    const heldOut = splitGold(rows(40).map((one) => one.row)).heldOut.length;
    expect(worst(file, { examples: rows(40) }).undisturbed.calls).toBe(
      2 + Math.min(20, 40 - heldOut) + 2 + 30 + 2 * heldOut,
    );
    expect(worst(file, { examples: rows(39) }).undisturbed.calls).toBe(2 + 20 + 2 + 30 + 30 + 600 + 400);
  });
  it('bounds the real prompts of a task with labels, demonstrations and constraints', () => {
    const examples = rows(12);
    const labels = { x: 'the first letter that is meant', y: 'another one' };
    const config = taskConfig(
      { file: { prompt: 'Sort it', labels }, examples, test: null, baseModel: null, folder: '/' },
      NONE,
      'http://h',
    );
    const spec = specFrom(
      config,
      examples.map((one) => one.row),
      null,
    );
    const bound = worst(
      { prompt: 'Sort it', labels, generate: { rows: 10 }, teacher: { votes: 1 } },
      { examples, test: [row('i1')] },
    );
    // Attributes, 12 examples tried, 2 writes, 30 labels, 2 answers on the test.
    const prompt = (bound.undisturbed.tokens - 2048 - 2 * 3072 - 44 * 128) / 47;
    expect(prompt).toBeGreaterThan(tokensOf(labelInputPrompt(spec, 'i1')));
    expect(prompt).toBeGreaterThan(
      tokensOf(writeInputsPrompt(spec, writingWish(spec, { seed: 1, purpose: 'train', call: 1 }, DEFAULT_WRITING))),
    );
  });
  it('has room for imported demonstrations where rows are looked for, in the calls that show them', () => {
    const test = [row('12345678')];
    const looked = (retrieve: 'ask' | 'none', examples: CheckedTask['examples']) =>
      worst({ kind: 'labels', labels: ['a', 'b'], generate: { rows: 10 }, retrieve }, { test, examples }).undisturbed;
    const [none, found] = [looked('none', []), looked('ask', [])];
    // Eight more are tried; 2 writes, 60 labels and those eight have 2,000 bytes more, a write's answer 1,938 tokens.
    expect(found.calls - none.calls).toBe(8);
    expect(found.tokens - none.tokens).toBe(70 * 2000 + 8 * (1444 + 128) + 2 * (5010 - 3072));
    expect(looked('ask', rows(8))).toEqual(looked('none', rows(8)));
    expect(looked('ask', rows(7)).tokens).toBeGreaterThan(looked('none', rows(7)).tokens);
  });
  it('has room for ten datasets in the call that reads them', () => {
    const [asked, read] = [triaging('ask'), triaging('auto')];
    expect(read.calls - asked.calls).toBe(1);
    // An answer of 1,024 tokens, a prompt of some 1,400 beside the datasets.
    expect(read.tokens - asked.tokens).toBeGreaterThan(1024 + 1400 + 10 * SHOWN_DATASET_BYTES);
    expect(read.tokens - asked.tokens).toBeLessThan(1024 + 2400 + 10 * SHOWN_DATASET_BYTES);
  });
  it('adds the call that an unread prompt needs, and the examples it may hold', () => {
    const file = { generate: { rows: 10 } };
    const said = { ...file, kind: 'text', output: { maxChars: 5 } } as const;
    expect(worst(file).undisturbed.calls - worst(said).undisturbed.calls).toBe(1 + 8);
  });
  it('of a plan holds the pilot and the rows it shows, and no more', () => {
    const task: CheckedTask = {
      file: { prompt: 'p', labels: ['a', 'b'], generate: { rows: 10 } },
      examples: [],
      test: null,
      baseModel: null,
      folder: '/',
    };
    // Attributes, two write calls, ten inputs with three votes.
    expect(planWorstCase(task, taskConfig(task, NONE, 'http://h'), null).undisturbed.calls).toBe(1 + 2 + 30);
  });
  // Two further schedules (and two numbers of demonstrations): three writes and ten labels each.
  it('takes 1,000 rows for labels and 2,000 for text where none are said', () => {
    const test = [row('a')];
    expect(worst({ kind: 'labels', labels: ['a', 'b'] }, { test }).undisturbed.calls).toBe(1 + 26 + 150 + 6000 + 5);
    expect(worst({ kind: 'text' }, { test }).undisturbed.calls).toBe(2 + 12 + 48 + 300 + 12_000 + 5);
  });
  it('has no dollars where no price is known', () => {
    expect(worst({}, {}, null).most.usd).toBe(0);
  });
});
