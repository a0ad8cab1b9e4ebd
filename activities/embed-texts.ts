import { StageFailure } from '../contracts/failure.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import type { Vectors } from '../lib/evaluation/score-measures.ts';
import type { Money } from './paid-stage.ts';

/** Texts asked for at a time: about half a second, after which a cancelled build ends. */
const AT_ONCE = 64;

/** A vector of each distinct text; a sentence that says why where this worker has no embedder. */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  { signal, progress }: Pick<Money, 'signal' | 'progress'>,
): Promise<Vectors | string> {
  const distinct = [...new Set(texts)];
  const vectors = new Map<string, Float32Array>();
  try {
    for (let from = 0; from < distinct.length; from += AT_ONCE) {
      signal.throwIfAborted();
      const part = distinct.slice(from, from + AT_ONCE);
      const made = await embedder.embed(part);
      for (const [at, text] of part.entries()) vectors.set(text, made[at] ?? new Float32Array(embedder.dimensions));
      progress({ doing: 'comparing texts', done: vectors.size, of: distinct.length });
    }
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'trainer-missing')
      return 'this worker has no embedder of texts (`npm run setup` provides it)';
    throw error;
  }
  return vectors;
}
