import { describe, expect, it } from 'vitest';
import { embedAnswers } from '../../../activities/embed-answers.ts';
import { StageFailure } from '../../../contracts/failure.ts';
import type { Embedder } from '../../../lib/embedding/embedder.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';

const TEXT = { ...TRIAGE_SPEC, kind: 'text', labels: null } as const;
const quiet = () => ({ signal: new AbortController().signal, progress: () => {} });

/** The vector of a text is its length; notes what it was asked for. */
function countingEmbedder(): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    identity: 'counting',
    dimensions: 1,
    asked,
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => Float32Array.of(text.length));
    },
  };
}

const failing = (error: Error): Embedder => ({ ...countingEmbedder(), embed: () => Promise.reject(error) });

describe('embedAnswers', () => {
  it('embeds each distinct text once and passes over answers that are none', async () => {
    const embedder = countingEmbedder();
    const many = Array.from({ length: 130 }, (_, at) => 'x'.repeat(at));
    const vectors = await embedAnswers(embedder, TEXT, [...many, null, 'x', ...many], quiet());
    expect(embedder.asked).toEqual(many);
    expect(vectors?.get('xxx')).toEqual(Float32Array.of(3));
    expect(vectors?.size).toBe(130);
  });

  it('asks for nothing where likeness says nothing', async () => {
    const embedder = countingEmbedder();
    expect(await embedAnswers(embedder, { ...TEXT, kind: 'edit' }, ['a'], quiet())).toBeNull();
    expect(embedder.asked).toEqual([]);
  });

  it('gives none where this worker cannot embed, and lets other failures through', async () => {
    const missing = new StageFailure('trainer-missing', 'no Python here');
    expect(await embedAnswers(failing(missing), TEXT, ['a'], quiet())).toBeNull();
    await expect(embedAnswers(failing(new Error('a bug')), TEXT, ['a'], quiet())).rejects.toThrow('a bug');
  });

  it('ends when the build is cancelled', async () => {
    const embedder = countingEmbedder();
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(embedAnswers(embedder, TEXT, ['a'], { ...quiet(), signal })).rejects.toThrow('cancelled');
    expect(embedder.asked).toEqual([]);
  });
});
