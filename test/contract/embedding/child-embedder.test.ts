import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createChildEmbedder } from '../../../lib/embedding/child-embedder.ts';
import { embeddingModel } from '../../../lib/embedding/embedding-model.ts';
import { readEnvironment } from '../../../lib/environment/read-environment.ts';
import { runPython } from '../run-python.ts';

const root = resolve('.');
const { python } = readEnvironment({ env: process.env, cwd: root });
const embedder = createChildEmbedder(() => embeddingModel(join(root, '.p2m', 'cache'), python));

const TEXTS = ['Where is my parcel?', 'Dónde está\u2028mi 小包?\n', 'a long text '.repeat(400), 'x'];

describe('createChildEmbedder', () => {
  afterAll(() => embedder.close());

  it('gives the vectors that the weights’ own library gives', async () => {
    const input = { python, root, script: 'minilm-vectors.py', input: TEXTS };
    const expected = await runPython(input, z.array(z.array(z.number())));
    const vectors = await embedder.embed(TEXTS);
    // The same weights in single precision, added up in another order.
    const apart = vectors.map((vector, text) =>
      Math.max(...Array.from(vector, (value, at) => Math.abs(value - (expected[text]?.[at] ?? 1)))),
    );
    expect(apart.every((distance) => distance < 1e-5)).toBe(true);
    expect(vectors.map(({ length }) => length)).toEqual([384, 384, 384, 384]);
  });

  it('gives a text the same vector in any company', async () => {
    const [alone] = await embedder.embed(['x']);
    const [, , , together] = await embedder.embed(TEXTS);
    expect(together).toEqual(alone);
  });

  it('starts again after its process was ended', async () => {
    const [before] = await embedder.embed(['x']);
    embedder.close();
    expect(await embedder.embed(['x'])).toEqual([before]);
  });

  it('says what a folder without a model lacks', async () => {
    const broken = createChildEmbedder(async () => join(root, 'test'));
    await expect(broken.embed(['x'])).rejects.toThrow(/embedding with the model in .*test ended/);
  });

  it('says how to get the Python environment where it is missing', async () => {
    const missing = createChildEmbedder(() => embeddingModel(join(root, '.p2m', 'nowhere'), '/no/python'));
    await expect(missing.embed(['x'])).rejects.toMatchObject({ kind: 'trainer-missing' });
  });
});
