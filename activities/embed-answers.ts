import { StageFailure } from '../contracts/failure.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import type { Vectors } from '../lib/evaluation/score-measures.ts';
import type { Answer } from '../lib/metrics/scored-rows.ts';
import type { Money } from './paid-stage.ts';

/** Texts asked for at a time: about half a second, after which a cancelled build ends. */
const AT_ONCE = 64;
/** With more distinct texts (about five minutes) the likeness of texts is not worth the wait. */
const MOST_TEXTS = 30_000;

/** Free texts alone: where nearly right is wrong, likeness says nothing, and edits are all alike. */
export const isEmbedded = ({ kind }: TaskSpec): boolean => kind === 'text';

/** A vector of each distinct text; null where the task asks for none, there are too many, or this worker has no embedder. */
export async function embedAnswers(
  embedder: Embedder,
  spec: TaskSpec,
  answers: readonly Answer[],
  { signal, progress }: Pick<Money, 'signal' | 'progress'>,
): Promise<Vectors | null> {
  const texts = [...new Set(answers.filter((answer) => answer !== null))];
  if (!isEmbedded(spec) || texts.length > MOST_TEXTS) return null;
  const vectors = new Map<string, Float32Array>();
  try {
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      signal.throwIfAborted();
      const part = texts.slice(from, from + AT_ONCE);
      const made = await embedder.embed(part);
      for (const [at, text] of part.entries()) vectors.set(text, made[at] ?? new Float32Array(embedder.dimensions));
      progress({ doing: 'comparing texts', done: vectors.size, of: texts.length });
    }
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'trainer-missing') return null;
    throw error;
  }
  return vectors;
}
