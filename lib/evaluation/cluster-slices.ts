import { clusterVectors, LEAST_CLUSTERED } from '../clusters/cluster-vectors.ts';
import { nearestRows } from '../clusters/nearest-rows.ts';
import { tellingWords } from '../clusters/telling-words.ts';
import type { InputTraits } from './input-traits.ts';
import type { RowSlice } from './slice-rows.ts';

/**
 * The rows of a test by likeness of their inputs, each cluster named by the words that tell it from the rest; or a
 * sentence that says why there are none. Expected outputs and answers have no say in it.
 */
export function clusterSlices(
  { texts, vectors }: Pick<InputTraits, 'texts' | 'vectors'>,
  seed: number,
): readonly RowSlice[] | string {
  if (typeof vectors === 'string') return vectors;
  if (vectors.length < LEAST_CLUSTERED)
    return `Inputs are not grouped by likeness: that takes ${LEAST_CLUSTERED} rows, and the test has ${vectors.length}.`;
  const found = clusterVectors(vectors, `${seed}`);
  if (found === null) return 'Inputs are not grouped by likeness: they are all alike.';
  const words = tellingWords(texts, found.places);
  return found.places.map((places, at) => {
    const [example] = nearestRows(found.centres[at] ?? new Float32Array(0), vectors, places, 1);
    return {
      by: 'cluster',
      name: clusterName(words[at] ?? [], at),
      places,
      ...(example === undefined ? {} : { example }),
    };
  });
}

const clusterName = (words: readonly string[], at: number): string =>
  words.length === 0 ? `cluster ${at + 1}, which no word tells from the rest` : words.join(', ');
