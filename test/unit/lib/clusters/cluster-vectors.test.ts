import { describe, expect, it } from 'vitest';
import { clusterVectors } from '../../../../lib/clusters/cluster-vectors.ts';
import { nearestRows } from '../../../../lib/clusters/nearest-rows.ts';
import { sphericalKMeans } from '../../../../lib/clusters/spherical-k-means.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

/** Vectors of length 1 at these angles, in degrees. */
const at = (degrees: readonly number[]): Float32Array[] =>
  degrees.map((angle) => Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)));
/** `count` angles around one, half a degree apart. */
const around = (angle: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => angle + (index - count / 2) / 2);
const degreesOf = (vector: Float32Array | undefined): number =>
  Math.round((Math.atan2(vector?.[1] ?? 0, vector?.[0] ?? 0) * 180) / Math.PI) + 0;

describe('sphericalKMeans', () => {
  it('finds the bunches, and their directions as centres', () => {
    const vectors = at([...around(0, 9), ...around(90, 5), ...around(170, 7)]);
    const { assigned, centres } = sphericalKMeans(vectors, 3, createRandom('x'));
    expect([assigned.slice(0, 9), assigned.slice(9, 14), assigned.slice(14)].map((part) => new Set(part).size)).toEqual(
      [1, 1, 1],
    );
    expect(centres.map(degreesOf).toSorted((one, other) => one - other)).toEqual([0, 90, 170]);
    for (const centre of centres) expect(Math.hypot(...centre)).toBeCloseTo(1, 6);
  });

  it('makes no more clusters than vectors differ', () => {
    const { assigned, centres } = sphericalKMeans(at([10, 10, 80, 80, 80]), 4, createRandom(1));
    expect(centres).toHaveLength(2);
    expect(assigned[0]).toBe(assigned[1]);
    expect(new Set(assigned.slice(2)).size).toBe(1);
  });
});

describe('clusterVectors', () => {
  const bunches = at([...around(0, 40), ...around(120, 80), ...around(240, 60)]);

  it('takes the number of clusters that lie best apart, the largest first', () => {
    const found = clusterVectors(bunches, '1');
    // 180 rows: up to six clusters were tried.
    expect(found?.places.map(({ length }) => length)).toEqual([80, 60, 40]);
    expect(found?.centres.map(degreesOf)).toEqual([120, -120, 0]);
    expect(found?.places[2]).toEqual(Array.from({ length: 40 }, (_, place) => place));
  });

  it('finds the same for the same seed, and does without rows that are too few or all alike', () => {
    expect(clusterVectors(bunches, '1')).toEqual(clusterVectors(bunches, '1'));
    expect(clusterVectors(bunches.slice(0, 59), '1')).toBeNull();
    expect(clusterVectors(at(Array.from({ length: 90 }, () => 45)), '1')).toBeNull();
  });

  it('gives no more than one cluster for every 30 rows', () => {
    const four = at([0, 90, 180, 270].flatMap((angle) => around(angle, 17)));
    expect(clusterVectors(four, '1')?.places).toHaveLength(2);
  });

  it('lets rows beyond the first five hundred join the nearest', () => {
    const many = at(Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? 100 : 0) + (row % 7)));
    expect(clusterVectors(many, '1')?.places.map(({ length }) => length)).toEqual([400, 200]);
  });
});

it('nearestRows gives those of a cluster that are nearest to its centre, the nearest first', () => {
  const [centre = new Float32Array(2)] = at([0]);
  expect(nearestRows(centre, at([30, 5, 10, 1]), [0, 1, 2], 2)).toEqual([1, 2]);
});
