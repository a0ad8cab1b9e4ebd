import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { HARD_TEXTS } from './hard-texts.ts';
import { answers, JAVASCRIPT, PYTHON_SCRIPT, SCRIPTS } from './run-script.ts';

const LABELS = ['billing', 'delivery', 'café ☕'];
const MODELS = [
  'tfidf-one',
  'tfidf-several',
  'tfidf-ordered',
  'frozen-encoder-one',
  'encoder-several',
  'encoder-ordered',
];
const FAMILIES = ['tfidf', 'encoder'];

/** Words that the tiny classifiers were trained on, beside all that is hard. */
const TEXTS = [
  ...HARD_TEXTS,
  'my invoice, the REFUND and a card',
  'the parcel is late: parcel parcel courier',
  'ΟΔΥΣΣΕΥΣ İstanbul STRASSE Straße 日本語のテキスト',
  'hello naïve ½ 한국어 invoice courier',
  'unknown words qqq zzz',
];

let folder: string;
beforeAll(async () => {
  folder = await tinyModels('make_tiny_classifiers.py');
}, 300_000);

describe.each(MODELS)('the classifier %s', (name) => {
  it.each(['int8', 'fp32'])('has the same answers and, bit for bit, logits in both scripts with %s', async (file) => {
    const flags = ['--bundle', join(folder, name), '--file', file];
    const [javascript, python] = [await answers(JAVASCRIPT, flags, TEXTS), await answers(PYTHON_SCRIPT, flags, TEXTS)];
    const facts = (rows: typeof python) => rows.map(({ output, logits }) => ({ output, logits }));
    expect(facts(javascript)).toEqual(facts(python));
    for (const [at, { scores }] of javascript.entries()) {
      for (const [label, score] of (scores ?? []).entries())
        expect(score).toBeCloseTo(python[at]?.scores?.[label] ?? NaN, 12);
    }
    expect(new Set(javascript.map(({ output }) => output)).size).toBeGreaterThan(1);
  });
});

describe.each(SCRIPTS)('%s', (_, script) => {
  it.each(FAMILIES)('lists the labels of %s whose logit reaches the threshold, in their order', async (family) => {
    const bundle = join(folder, `${family}-several`);
    const config: unknown = JSON.parse(await readFile(join(bundle, 'config.json'), 'utf8'));
    const { threshold_logit: threshold } = z.object({ threshold_logit: z.number() }).parse(config);
    for (const { output, logits, scores } of await answers(script, ['--bundle', bundle], TEXTS)) {
      expect(output).toBe(JSON.stringify(LABELS.filter((_name, at) => (logits?.[at] ?? NaN) >= threshold)));
      for (const [at, score] of (scores ?? []).entries())
        expect(Math.log(score / (1 - score))).toBeCloseTo(logits?.[at] ?? NaN, 6);
    }
  });

  it.each(FAMILIES)('answers the median of the steps of %s', async (family) => {
    for (const { output, scores } of await answers(script, ['--bundle', join(folder, `${family}-ordered`)], TEXTS)) {
      let reached = 0;
      expect(output).toBe(LABELS[(scores ?? []).findIndex((score) => (reached += score) >= 0.5)]);
    }
  });

  it('answers the middle of three steps where none has half of the whole', async () => {
    const [nothing] = await answers(script, ['--bundle', join(folder, 'tfidf-ordered')], ['']);
    expect(Math.max(...(nothing?.scores ?? []))).toBe(nothing?.scores?.[2]);
    expect(nothing?.output).toBe('delivery');
  });

  it('goes by the intercepts alone where TF-IDF knows no word', async () => {
    const flags = ['--bundle', join(folder, 'tfidf-one'), '--file', 'fp32'];
    const [nothing, marks, unknown] = await answers(script, flags, ['', '…!', 'QQQ']);
    expect([marks?.logits, unknown?.logits]).toEqual([nothing?.logits, nothing?.logits]);
  });
});

describe('TF-IDF', () => {
  it('is learned in many scripts', async () => {
    const inputs = [
      'refund STRASSE card',
      'עברית 日本語のテキスト',
      'hello 한국어 𝔘𝔫',
      'ΟΔΥΣΣΕΥΣ οδυσσευς',
      'İSTANBUL istanbul',
    ];
    const given = await answers(JAVASCRIPT, ['--bundle', join(folder, 'tfidf-one')], inputs);
    expect(given.map(({ output }) => output)).toEqual(['billing', 'delivery', 'café ☕', 'delivery', 'billing']);
  });
});
