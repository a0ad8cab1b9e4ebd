import type { TaskSpec } from '../contracts/task-spec.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import type { Vectors } from '../lib/evaluation/score-measures.ts';
import type { Answer } from '../lib/metrics/scored-rows.ts';
import { embedTexts } from './embed-texts.ts';
import type { Money } from './paid-stage.ts';

/** With more distinct texts (about five minutes) the likeness of texts is not worth the wait. */
const MOST_TEXTS = 30_000;

/** Free texts alone: where nearly right is wrong, likeness says nothing, and edits are all alike. */
const isEmbedded = ({ kind }: TaskSpec): boolean => kind === 'text';

/** A vector of each distinct text; null where the task asks for none, there are too many, or this worker has no embedder. */
export async function embedAnswers(
  embedder: Embedder,
  spec: TaskSpec,
  answers: readonly Answer[],
  watch: Pick<Money, 'signal' | 'progress'>,
): Promise<Vectors | null> {
  const texts = [...new Set(answers.filter((answer) => answer !== null))];
  if (!isEmbedded(spec) || texts.length > MOST_TEXTS) return null;
  const vectors = await embedTexts(embedder, texts, watch);
  return typeof vectors === 'string' ? null : vectors;
}
