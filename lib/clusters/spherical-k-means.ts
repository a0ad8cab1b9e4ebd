import type { Random } from '../statistics/random.ts';
import { cosine } from './cosine.ts';

/** Each vector's cluster by number, and each cluster's centre, of length 1. Clusters that nothing lies in are left out. */
export interface Partition {
  readonly assigned: readonly number[];
  readonly centres: readonly Float32Array[];
}

/** A run that has not settled by then moves a row or two at the edges. */
const MOST_STEPS = 50;

/**
 * Vectors of length 1 in `count` clusters by cosine: each lies with the nearest centre, and a centre is the mean of its
 * vectors, brought to length 1. Begins with k-means++ and ends where nothing moves. Fewer clusters come back where fewer
 * vectors differ. The same `random` gives the same clusters.
 *
 * @see Dhillon & Modha 2001, "Concept Decompositions for Large Sparse Text Data Using Clustering", section 3
 * @see Arthur & Vassilvitskii 2007, "k-means++: The Advantages of Careful Seeding"
 */
export function sphericalKMeans(vectors: readonly Float32Array[], count: number, random: Random): Partition {
  let centres = spreadOut(vectors, count, random);
  let assigned = vectors.map((vector) => nearest(vector, centres).place);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    centres = meansOf(vectors, assigned, centres);
    const [current, before] = [centres, assigned];
    assigned = vectors.map((vector) => nearest(vector, current).place);
    if (assigned.every((place, at) => place === before[at])) break;
  }
  const used = centres.map((_, place) => place).filter((place) => assigned.includes(place));
  return {
    assigned: assigned.map((place) => used.indexOf(place)),
    centres: used.flatMap((place) => centres[place] ?? []),
  };
}

/** The centre that a vector is nearest to, the first of equals, and how near. */
export function nearest(
  vector: Float32Array,
  centres: readonly Float32Array[],
): { readonly place: number; readonly cosine: number } {
  let [best, most] = [0, -Infinity];
  for (const [place, centre] of centres.entries()) {
    const near = cosine(vector, centre);
    if (near > most) [best, most] = [place, near];
  }
  return { place: best, cosine: most };
}

/** First centres: each further one is a vector drawn by its squared distance (2 − 2 cosine) from those there. */
function spreadOut(vectors: readonly Float32Array[], count: number, random: Random): readonly Float32Array[] {
  const first = vectors[random.int(vectors.length)];
  const centres = first === undefined ? [] : [first];
  const far = vectors.map(() => Infinity);
  while (centres.length < count) {
    const last = centres.at(-1);
    if (last === undefined) break;
    for (const [at, vector] of vectors.entries())
      far[at] = Math.min(far[at] ?? 0, Math.max(0, 2 - 2 * cosine(vector, last)));
    const drawn = vectors[drawnBy(far, random)];
    if (drawn === undefined) break;
    centres.push(drawn);
  }
  return centres;
}

/** Distances of this size are rounding: the vectors are equal. */
const SAME = 1e-6;

/** A place with a probability in proportion to its weight; −1 where all weights are nothing. */
function drawnBy(weights: readonly number[], random: Random): number {
  const counted = weights.map((weight) => (weight > SAME ? weight : 0));
  let left = random.next() * counted.reduce((sum, weight) => sum + weight, 0);
  for (const [at, weight] of counted.entries()) {
    left -= weight;
    if (weight > 0 && left <= 0) return at;
  }
  return counted.findLastIndex((weight) => weight > 0);
}

/** A cluster that has lost all its vectors keeps its centre. */
function meansOf(
  vectors: readonly Float32Array[],
  assigned: readonly number[],
  centres: readonly Float32Array[],
): readonly Float32Array[] {
  const sums = centres.map(({ length }) => new Float64Array(length));
  for (const [at, vector] of vectors.entries()) {
    const sum = sums[assigned[at] ?? -1];
    if (sum !== undefined)
      for (let axis = 0; axis < vector.length; axis += 1) sum[axis] = (sum[axis] ?? 0) + (vector[axis] ?? 0);
  }
  return sums.map((sum, place) => {
    const length = Math.hypot(...sum);
    return length > 0
      ? Float32Array.from(sum, (value) => value / length)
      : (centres[place] ?? new Float32Array(sum.length));
  });
}
