import type { TaskInput } from '../../contracts/example.ts';
import type { WeakCluster } from '../../contracts/round.ts';
import { type Clusters, clusterVectors } from '../clusters/cluster-vectors.ts';
import { nearestRows } from '../clusters/nearest-rows.ts';
import { nearest } from '../clusters/spherical-k-means.ts';
import { tellingWords } from '../clusters/telling-words.ts';
import { holm } from '../statistics/holm.ts';
import { type RowKind, worseThanRest } from '../statistics/worse-than-rest.ts';
import { FOCUSED } from './weak-regions.ts';

/** Validation rows: where their inputs lie, and how good the student's answers were, 0..1. Nothing else of them is read. */
interface ScoredInputs {
  readonly vectors: readonly Float32Array[];
  readonly scores: readonly number[];
  readonly kind: RowKind;
}

/** Rows that trained, which the writer may see. */
interface ShownInputs {
  readonly inputs: readonly TaskInput[];
  /** Their words. */
  readonly texts: readonly string[];
  readonly vectors: readonly Float32Array[];
}

/** As for the parts of a test: fewer rows are no finding. */
const LEAST_ROWS = 20;
const ALPHA = 0.05;
/** Shown to the writer of each cluster. One alone would be varied rather than joined by others. */
const EXAMPLES = { least: 2, most: 3 } as const;

/**
 * Clusters of the validation inputs on which the student is worse than on the others: one-sided at 5 % after Holm's
 * correction, as for the parts of a test. Each is told by the training rows that lie in it, never by validation rows: those
 * give the centre and the scores, and no word. A cluster with fewer than two training rows cannot be told, and is left out.
 * A cluster's share of the next inputs is its share of all errors, of that part of them which goes where the errors are.
 */
export function weakClusters(validation: ScoredInputs, training: ShownInputs, seed: number): WeakCluster[] {
  const found = clusterVectors(validation.vectors, `${seed}`);
  if (found === null) return [];
  const told = toldBy(training, found);
  const errorsOf = (places: readonly number[]): number =>
    places.reduce((sum, place) => sum + 1 - (validation.scores[place] ?? 0), 0);
  const all = errorsOf([...validation.scores.keys()]);
  return weakPlaces(found, validation).flatMap((number) => {
    const { words = [], examples = [] } = told[number] ?? {};
    const places = found.places[number] ?? [];
    const errors = errorsOf(places);
    if (examples.length < EXAMPLES.least) return [];
    const name = words.length === 0 ? `inputs like “${beginningOf(examples[0])}”` : `inputs with ${words.join(', ')}`;
    const share = (FOCUSED * errors) / all;
    return [{ name, rows: places.length, errors, share, words: [...words], examples: [...examples] }];
  });
}

/** Numbers of the clusters that are worse than the rest, by more than chance among so many. */
function weakPlaces({ places }: Clusters, { scores, kind }: ScoredInputs): readonly number[] {
  const large = [...places.keys()].filter((number) => (places[number]?.length ?? 0) >= LEAST_ROWS);
  const corrected = holm(large.map((number) => worseThanRest(places[number] ?? [], scores, kind)));
  return large.filter((_, at) => (corrected[at] ?? 1) < ALPHA);
}

/** For each cluster, the words that tell its training rows from the others, and those nearest to its centre. */
function toldBy({ inputs, texts, vectors }: ShownInputs, { centres }: Clusters) {
  const assigned = vectors.map((vector) => nearest(vector, centres).place);
  const members = centres.map((_, number) => assigned.flatMap((place, at) => (place === number ? [at] : [])));
  const words = tellingWords(texts, members);
  return centres.map((centre, number) => ({
    words: words[number] ?? [],
    examples: nearestRows(centre, vectors, members[number] ?? [], EXAMPLES.most)
      .map((at) => inputs[at])
      .filter((input) => input !== undefined),
  }));
}

const NAME_CHARS = 40;
const beginningOf = (input: TaskInput | undefined): string =>
  Array.from(typeof input === 'string' ? input : Object.values(input ?? {}).join(' '))
    .slice(0, NAME_CHARS)
    .join('');
