import { createRandom } from '../statistics/random.ts';
import { cosine } from './cosine.ts';
import { nearest, type Partition, sphericalKMeans } from './spherical-k-means.ts';

/** On average a cluster has so many rows: of fewer, most clusters would be too small to say anything. */
const ROWS_PER_CLUSTER = 30;
/** More would be read by nobody, and each is one more test to correct for. */
const MOST_CLUSTERS = 12;
/** Beginnings that are tried for each number of clusters: a single one may end badly. */
const BEGINNINGS = 3;
/** Centres are sought among so many rows, which takes seconds at the most; the others join the nearest. */
const MOST_SOUGHT = 500;

/** Fewer rows are not clustered: two clusters would have too few each. */
export const LEAST_CLUSTERED = 2 * ROWS_PER_CLUSTER;

/** Places of the rows of each cluster, the largest first, and the centres in the same order. */
export interface Clusters {
  readonly places: readonly (readonly number[])[];
  readonly centres: readonly Float32Array[];
}

/**
 * Rows grouped by the likeness of their vectors (of length 1), in as many clusters as lie best apart: from two to one for
 * every 30 rows, 12 at the most, the number with the highest simplified silhouette, the smaller one of equals. Null for
 * fewer than 60 rows, and where all are alike. The same vectors and seed give the same clusters.
 *
 * @see Rousseeuw 1987, "Silhouettes"; Hruschka et al. 2004, "Evolutionary Algorithms for Clustering Gene-Expression Data"
 */
export function clusterVectors(vectors: readonly Float32Array[], seed: string): Clusters | null {
  if (vectors.length < LEAST_CLUSTERED) return null;
  const random = createRandom(`${seed}/clusters`);
  const sought = vectors.length > MOST_SOUGHT ? random.shuffle(vectors).slice(0, MOST_SOUGHT) : vectors;
  const most = Math.min(MOST_CLUSTERS, Math.floor(vectors.length / ROWS_PER_CLUSTER));
  let best: { readonly centres: readonly Float32Array[]; readonly apart: number } | null = null;
  for (let count = 2; count <= most; count += 1) {
    const { centres, assigned } = bestOf(sought, count, seed);
    const apart = silhouette(sought, assigned, centres);
    if (centres.length > 1 && (best === null || apart > best.apart)) best = { centres, apart };
  }
  return best === null ? null : largestFirst(vectors, best.centres);
}

/** Of several beginnings, the one whose vectors lie nearest to their centres. */
function bestOf(vectors: readonly Float32Array[], count: number, seed: string): Partition {
  const tried = Array.from({ length: BEGINNINGS }, (_, number) => {
    const found = sphericalKMeans(vectors, count, createRandom(`${seed}/${count}/${number}`));
    return { found, near: vectors.reduce((sum, vector) => sum + nearest(vector, found.centres).cosine, 0) };
  });
  return tried.reduce((best, other) => (other.near > best.near ? other : best)).found;
}

/** Mean over rows of (b − a) / max(a, b): a the distance to the row's own centre, b to the nearest other one. −1..1. */
function silhouette(
  vectors: readonly Float32Array[],
  assigned: readonly number[],
  centres: readonly Float32Array[],
): number {
  const values = vectors.map((vector, at) => {
    const own = assigned[at] ?? 0;
    const distances = centres.map((centre) => Math.max(0, 1 - cosine(vector, centre)));
    const [a, b] = [distances[own] ?? 0, Math.min(...distances.filter((_, place) => place !== own))];
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largestFirst(vectors: readonly Float32Array[], centres: readonly Float32Array[]): Clusters {
  const assigned = vectors.map((vector) => nearest(vector, centres).place);
  const clusters = centres
    .map((centre, number) => ({ centre, places: assigned.flatMap((place, at) => (place === number ? [at] : [])) }))
    .filter(({ places }) => places.length > 0)
    .toSorted((one, other) => other.places.length - one.places.length || (one.places[0] ?? 0) - (other.places[0] ?? 0));
  return { places: clusters.map(({ places }) => places), centres: clusters.map(({ centre }) => centre) };
}
