import { beforeAll, expect, it } from 'vitest';
import { inputTraits } from '../../../activities/input-traits.ts';
import { StageFailure } from '../../../contracts/failure.ts';
import { languagesOf } from '../../../lib/evaluation/languages-of.ts';
import { createWordEmbedder } from '../../support/word-embedder.ts';

// The detector's tables take a second to load, more where other tests run.
beforeAll(() => languagesOf([]));

const quiet = () => ({ signal: new AbortController().signal, progress: () => {} });
const FIELDS = { fields: ['title', 'body'] };
const rowOf = (title: string, body: string) => ({ input: { title, body } });

it('gives language and vector of the values of each input, without the names of its fields', async () => {
  const embedder = createWordEmbedder();
  const rows = [rowOf('Mein Paket', 'ist noch nicht angekommen'), rowOf('', '12'), rowOf('', '12')];
  const traits = await inputTraits(embedder, FIELDS, rows, quiet());
  expect(traits.languages).toEqual(['German', 'not told (none)', 'not told (none)']);
  expect(traits.texts).toEqual(['Mein Paket\nist noch nicht angekommen', '\n12', '\n12']);
  expect(embedder.embedded).toEqual(['Mein Paket\nist noch nicht angekommen', '\n12']);
  expect(traits.vectors).toEqual(await embedder.embed(traits.texts));
});

it('says why there are no vectors where this worker cannot embed, or rows are too many', async () => {
  const missing = new StageFailure('trainer-missing', 'no Python here');
  const without = { ...createWordEmbedder(), embed: () => Promise.reject(missing) };
  expect((await inputTraits(without, FIELDS, [rowOf('a', 'b')], quiet())).vectors).toBe(
    'Inputs are not grouped by likeness: this worker has no embedder of texts (`npm run setup` provides it).',
  );
  const many = Array.from({ length: 5_001 }, () => rowOf('', ''));
  const embedder = createWordEmbedder();
  expect((await inputTraits(embedder, FIELDS, many, quiet())).vectors).toBe(
    'Inputs are not grouped by likeness: there are more than 5000.',
  );
  expect(embedder.embedded).toEqual([]);
});
