import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { GoldRow } from '../../../contracts/example.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { HARD_TEXTS } from './hard-texts.ts';
import { answers, JAVASCRIPT, PYTHON_SCRIPT, SCRIPTS } from './run-script.ts';

let labels: string;
let generator: string;
beforeAll(async () => {
  const models = await tinyModels();
  labels = join(models, 'labels');
  generator = join(models, 'text');
}, 300_000);

describe('predict.mjs and predict.py', () => {
  it.each(['int8', 'fp32'])('give the same labels and, bit for bit, the same logits with %s weights', async (file) => {
    const flags = ['--bundle', labels, '--file', file];
    const inputs = [...HARD_TEXTS, { text: 'b', title: 'a\u2028', other: 'left out' }];
    const [javascript, python] = [
      await answers(JAVASCRIPT, flags, inputs),
      await answers(PYTHON_SCRIPT, flags, inputs),
    ];
    const facts = (rows: typeof python) => rows.map(({ output, logits }) => ({ output, logits }));
    expect(facts(javascript)).toEqual(facts(python));
    // The two languages' exponentials may differ in the last bit.
    const scores = (rows: typeof python) => rows.flatMap((row) => row.scores ?? []);
    expect(scores(javascript)).toHaveLength(3 * inputs.length);
    for (const [at, score] of scores(javascript).entries()) expect(score).toBeCloseTo(scores(python)[at] ?? NaN, 12);
    expect(new Set(javascript.map(({ output }) => output)).size).toBe(3);
  });

  it.each(['int8', 'fp32'])('write the same text with %s weights', async (file) => {
    const flags = ['--bundle', generator, '--file', file];
    const [javascript, python] = [
      await answers(JAVASCRIPT, flags, HARD_TEXTS),
      await answers(PYTHON_SCRIPT, flags, HARD_TEXTS),
    ];
    expect(javascript.map(({ output }) => output)).toEqual(python.map(({ output }) => output));
    expect(new Set(javascript.map(({ output }) => output)).size).toBeGreaterThan(10);
    expect(javascript.every(({ logits, scores }) => logits === null && scores === null)).toBe(true);
  });

  it.each(SCRIPTS)('%s writes what the trained weights write under greedy search', async (_, script) => {
    const reference = await readFile(join(generator, 'reference.jsonl'), 'utf8');
    const rows = reference
      .split('\n')
      .slice(0, -1)
      .map((line) => GoldRow.parse(JSON.parse(line)));
    const inputs = rows.map(({ input }) => input);
    const written = await answers(script, ['--bundle', generator, '--file', 'fp32'], inputs);
    expect(written.map(({ output }) => output)).toEqual(rows.map(({ output }) => output));
  });

  it.each(SCRIPTS)('%s cuts a long input and keeps the end token', async (_, script) => {
    const long = 'word '.repeat(5000);
    const flags = ['--bundle', labels];
    // 48 tokens, of which two are special: 46 words are all that is read.
    const [cut, whole, shorter] = await answers(script, flags, [long, 'word '.repeat(46), 'word '.repeat(45)]);
    expect(cut?.logits).toEqual(whole?.logits);
    expect(cut?.logits).not.toEqual(shorter?.logits);
  });

  it.each(SCRIPTS)('%s loads what task.json ships unless told otherwise', async (_, script) => {
    const inputs = ['some text'];
    const [shipped] = await answers(script, ['--bundle', labels], inputs);
    const [int8] = await answers(script, ['--bundle', labels, '--file', 'int8'], inputs);
    const [fp32] = await answers(script, ['--bundle', labels, '--file', 'fp32'], inputs);
    expect(shipped?.logits).toEqual(int8?.logits);
    expect(shipped?.logits).not.toEqual(fp32?.logits);
  });
});
