import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PYTHON, tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { runPython } from '../run-python.ts';
import { answers, SCRIPTS } from './run-script.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Few words: every row of tags is gone through. */
const TEXTS = ['my parcel is late', 'invoice 17, please', 'no'];
/** float32 logits in another order of operations. */
const TOLERANCE = 1e-4;

/** Families whose definition is gone through; each with another sort of base model or tokenizer. */
const DEFINED = ['span', 'tagger', 'editor-bytes', 't5', 'qwen2'];

const folders: Record<string, string> = {};
const folderOf = (name: string) => folders[name] ?? '';
let expected: Readonly<Record<string, readonly number[]>>;
beforeAll(async () => {
  const makers = {
    'make_tiny_classifiers.py': ['tfidf-several', 'tfidf-one', 'tfidf-ordered', 'encoder-several'],
    'make_word_models.py': ['span', 'tagger', 'editor-bytes'],
    'make_tiny_writers.py': ['t5', 'qwen2'],
  };
  for (const [maker, names] of Object.entries(makers)) {
    const made = await tinyModels(maker);
    for (const name of names) folders[name] = join(made, name);
  }
  const input = { folders: DEFINED.map(folderOf), texts: TEXTS };
  const call = { python: PYTHON, root: ROOT, script: 'log-probabilities.py', input };
  expected = await runPython(call, z.record(z.string(), z.array(z.number())));
}, 600_000);

const told = async (script: readonly [string, string], name: string, texts: readonly string[]) =>
  answers(script, ['--bundle', folderOf(name), '--file', 'fp32'], texts);

describe.each(SCRIPTS)('the log probability of an answer in %s', (_, script) => {
  it.each(DEFINED)('is that of the answer among all that could be, with a %s', async (name) => {
    const found = (await told(script, name, TEXTS)).map(({ logProbability }) => logProbability ?? NaN);
    for (const [at, value] of found.entries())
      expect(Math.abs(value - (expected[folderOf(name)]?.[at] ?? NaN))).toBeLessThan(TOLERANCE);
    expect(new Set(found).size).toBe(TEXTS.length);
  });

  it.each(['tfidf-several', 'encoder-several'])(
    'is of each label how far it is from the threshold, with %s',
    async (name) => {
      const config: unknown = JSON.parse(await readFile(join(folderOf(name), 'config.json'), 'utf8'));
      const { threshold_logit: threshold } = z.object({ threshold_logit: z.number() }).parse(config);
      for (const { logits, logProbability } of await told(script, name, TEXTS)) {
        const product = (logits ?? []).reduce((sum, logit) => sum / (1 + Math.exp(-Math.abs(logit - threshold))), 1);
        expect(logProbability).toBeCloseTo(Math.log(product), 9);
      }
    },
  );

  it.each(['tfidf-one', 'tfidf-ordered'])('is that of the one label, with %s', async (name) => {
    for (const { output, scores, logProbability } of await told(script, name, TEXTS)) {
      const at = ['billing', 'delivery', 'café ☕'].indexOf(output);
      expect(logProbability).toBeCloseTo(Math.log(scores?.[at] ?? NaN), 9);
    }
  });

  it('is that of the only answer there is where a text has no word', async () => {
    const [spans] = await told(script, 'tagger', ['']);
    expect(spans).toMatchObject({ output: '[]', logProbability: 0 });
    const [none] = await told(script, 'span', [' ']);
    expect(none).toMatchObject({ output: 'nothing', logProbability: 0 });
  });
});
