import { cosine } from './cosine.ts';

/** Of the rows at `places`, those whose vectors are nearest to `centre`, `most` of them at the most, the nearest first. */
export const nearestRows = (
  centre: Float32Array,
  vectors: readonly Float32Array[],
  places: readonly number[],
  most: number,
): readonly number[] =>
  places
    .map((place) => ({ place, near: cosine(vectors[place] ?? new Float32Array(centre.length), centre) }))
    .toSorted((one, other) => other.near - one.near || one.place - other.place)
    .slice(0, most)
    .map(({ place }) => place);
