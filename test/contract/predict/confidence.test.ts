import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predict } from '../../../client/verbs/predict.ts';
import { familiarPieces, knownShareOf } from '../../../lib/confidence/familiar-pieces.ts';
import { confidenceOf } from '../../../lib/confidence/sure-rows.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';
import { curveBundle, CURVES, FAMILIAR, sureBundle, TEMPERATURES, TRAINING_TEXTS } from '../../support/sure-bundle.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { verbCall } from '../../support/verb-call.ts';
import { HARD_TEXTS } from './hard-texts.ts';
import { answers, JAVASCRIPT, PYTHON_SCRIPT, run, SCRIPTS } from './run-script.ts';

const LABELS = ['billing', 'delivery', 'café ☕'];
const MODELS = ['tfidf-one', 'tfidf-ordered', 'frozen-encoder-one'];
const TEXTS = [
  ...HARD_TEXTS,
  ...TRAINING_TEXTS,
  'refund my CARD',
  'the courier is late',
  'İstanbul ΟΔΥΣΣΕΥΣ 日本語のテキスト 𝔘𝔫𝔦',
  'invoice parcel hello please',
  'the the the',
];

const bundles: Record<string, string> = {};
beforeAll(async () => {
  for (const name of MODELS) bundles[name] = await sureBundle(name);
}, 300_000);
afterAll(() => Promise.all(Object.values(bundles).map((folder) => rm(folder, { recursive: true }))));
const bundleOf = (name: string): string => bundles[name] ?? '';

describe.each(MODELS)('the confidence of %s', (name) => {
  it.each(['int8', 'fp32'] as const)(
    'is the calibrated probability of the answer, in both scripts, with %s',
    async (file) => {
      const flags = ['--bundle', bundleOf(name), '--file', file, '--coverage', '0.9'];
      const [javascript, python] = [
        await answers(JAVASCRIPT, flags, TEXTS),
        await answers(PYTHON_SCRIPT, flags, TEXTS),
      ];
      for (const [at, { output, logits, confidence, ...rest }] of javascript.entries()) {
        const expected = confidenceOf({ logits: logits ?? [], answered: LABELS.indexOf(output) }, TEMPERATURES[file]);
        expect(confidence).toBeCloseTo(expected, 12);
        expect(confidence).toBeCloseTo(python[at]?.confidence ?? NaN, 12);
        expect([rest.abstained, rest.reason]).toEqual([python[at]?.abstained, python[at]?.reason]);
      }
      expect(new Set(javascript.map(({ reason }) => reason))).toContain('unfamiliar');
    },
  );
});

describe.each([
  ['tfidf-several', 'make_tiny_classifiers.py'],
  ['tagger', 'make_word_models.py'],
  ['t5', 'make_tiny_writers.py'],
])('the confidence of %s', (name, maker) => {
  it('is a curve over the log probability of the answer, in both scripts', async () => {
    const folder = await curveBundle(maker, name);
    const shareOf = knownShareOf(FAMILIAR);
    for (const file of ['int8', 'fp32'] as const) {
      const flags = ['--bundle', folder, '--file', file, '--coverage', '0.9'];
      const [javascript, python] = [
        await answers(JAVASCRIPT, flags, TEXTS),
        await answers(PYTHON_SCRIPT, flags, TEXTS),
      ];
      const { slope, intercept } = CURVES[file];
      for (const [at, { logProbability, confidence, abstained, reason }] of javascript.entries()) {
        expect(confidence).toBeCloseTo(1 / (1 + Math.exp(-slope * (logProbability ?? NaN) - intercept)), 12);
        expect(confidence).toBeCloseTo(python[at]?.confidence ?? NaN, 4);
        expect([abstained, reason]).toEqual([python[at]?.abstained, python[at]?.reason]);
        const unsure = (confidence ?? NaN) < 0.9 ? 'unsure' : null;
        expect(reason).toBe(shareOf(TEXTS[at] ?? '') < 0.5 ? 'unfamiliar' : unsure);
        expect(abstained).toBe(reason !== null);
      }
    }
    await rm(folder, { recursive: true });
  });
});

const asked = (script: readonly [string, string], coverage: string) =>
  answers(script, ['--bundle', bundleOf('tfidf-one'), '--coverage', coverage], TEXTS);

describe.each(SCRIPTS)('%s', (_, script) => {
  it('abstains below the threshold of the next higher coverage, and on what is unfamiliar', async () => {
    const shareOf = knownShareOf(FAMILIAR);
    for (const [coverage, threshold] of [
      ['.4', 0.995],
      ['0.5', 0.995],
      ['0.6', 0.9],
      ['1', 0],
    ] as const) {
      for (const [row, { confidence, abstained, reason }] of (await asked(script, coverage)).entries()) {
        const unsure = (confidence ?? NaN) < threshold ? 'unsure' : null;
        const expected = shareOf(TEXTS[row] ?? '') < 0.5 ? 'unfamiliar' : unsure;
        expect([abstained, reason]).toEqual([expected !== null, expected]);
      }
    }
    const reasons = (await asked(script, '0.9')).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['unsure', 'unfamiliar', null]));
  });

  it('gives the same answers without a coverage, and says nothing of abstaining', async () => {
    const plain = await answers(script, ['--bundle', bundleOf('tfidf-one')], TEXTS);
    const covered = await answers(script, ['--bundle', bundleOf('tfidf-one'), '--coverage', '1'], TEXTS);
    const facts = (rows: typeof plain) =>
      rows.map(({ output, scores, logits, confidence }) => ({ output, scores, logits, confidence }));
    expect(facts(plain)).toEqual(facts(covered));
    expect(plain.some((row) => 'abstained' in row || 'reason' in row)).toBe(false);
  });

  it('prints no answer that it abstains on, and ends with 3', async () => {
    const flags = ['--bundle', bundleOf('tfidf-one'), '--coverage', '0.9'];
    const [given] = await answers(script, flags, ['qqq zzz']);
    const { code, stdout, stderr } = await run(script, [...flags, 'qqq zzz']);
    const told = `abstained: unfamiliar, confidence ${given?.confidence?.toFixed(3)}, best answer ${given?.output}\n`;
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: '', stderr: told });
    expect(await run(script, [...flags, 'my invoice refund'])).toEqual({ code: 0, stdout: 'billing\n', stderr: '' });
  });

  it('has no confidence where task.json tells none, and refuses to abstain', async () => {
    const several = join(await tinyModels('make_tiny_classifiers.py'), 'tfidf-several');
    const [answer] = await answers(script, ['--bundle', several], ['invoice']);
    expect(answer?.confidence).toBeNull();
    const { code, stderr } = await run(script, ['--bundle', several, '--coverage', '0.9', 'invoice']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('this model gives no confidence, and so cannot abstain: ask for no coverage\n'),
    ]);
  });

  it.each(['0', '1.5', 'x', ''])('refuses the coverage "%s"', async (coverage) => {
    const flags = ['--bundle', bundleOf('tfidf-one'), `--coverage=${coverage}`, 'a'];
    expect((await run(script, flags)).code).toBe(2);
  });
});

describe('familiar.json', () => {
  it('may hold as many pieces as a large training set has', () => {
    const texts = Array.from({ length: 3000 }, (_, at) => `number ${at * 7919} of ${at * 104_729}`);
    expect(knownShareOf(familiarPieces(texts))(texts[2999] ?? '')).toBe(1);
  });
});

describe('p2m predict', () => {
  it('says that the model abstained, and why', async () => {
    const bundle = bundleOf('tfidf-one');
    await cp(JAVASCRIPT[1], join(bundle, 'predict.mjs'));
    const terminal = createFakeTerminal('lines');
    const ask = (words: string) =>
      predict.run(verbCall({ words: [bundle, words], options: { coverage: '0.9' }, terminal }));
    expect(await ask('my invoice refund')).toMatchObject({ exit: 0, json: { output: 'billing', abstained: false } });
    expect(await ask('qqq zzz')).toMatchObject({ exit: 0, json: { abstained: true, reason: 'unfamiliar' } });
    expect(terminal.said).toEqual([
      'billing',
      expect.stringMatching(/^\(abstained: unfamiliar, confidence 0\.\d{3}; its best answer is \S.*\)$/),
    ]);
  });
});
