import type { Example } from '../contracts/example.ts';
import type { WeakCluster } from '../contracts/round.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import { weakClusters } from '../lib/rounds/weak-clusters.ts';
import { rowKind } from '../lib/rounds/row-scores.ts';
import { inputValues } from '../lib/task-input/input-values.ts';
import { embedTexts } from './embed-texts.ts';
import type { Money } from './paid-stage.ts';

/** Rows that trained, of which clusters are told: enough to find three near any centre, within a minute. */
const MOST_TRAINING_ROWS = 1_000;

/** Rows as a round has them. */
interface RoundRows {
  readonly validation: readonly Example[];
  readonly train: readonly Example[];
  /** Of the validation rows, 0..1. */
  readonly scores: readonly number[];
  readonly seed: number;
}

/** The clusters of inputs that the student is weak on; a sentence that says why where this worker cannot look for any. */
export async function findWeakClusters(
  embedder: Embedder,
  { fields, metric }: Pick<TaskSpec, 'fields' | 'metric'>,
  { validation, train, scores, seed }: RoundRows,
  watch: Pick<Money, 'signal' | 'progress'>,
): Promise<readonly WeakCluster[] | string> {
  // An id is a hash of its input: the first by id are any.
  const shown = train.toSorted((one, other) => (one.id < other.id ? -1 : 1)).slice(0, MOST_TRAINING_ROWS);
  const textOf = ({ input }: Example): string => inputValues(input, fields);
  const vectors = await embedTexts(embedder, [...validation, ...shown].map(textOf), watch);
  if (typeof vectors === 'string') return `Weak inputs were not looked for by likeness: ${vectors}.`;
  const vectorOf = (row: Example): Float32Array => vectors.get(textOf(row)) ?? new Float32Array(embedder.dimensions);
  const training = { inputs: shown.map(({ input }) => input), texts: shown.map(textOf), vectors: shown.map(vectorOf) };
  return weakClusters({ vectors: validation.map(vectorOf), scores, kind: rowKind(metric) }, training, seed);
}
