import { z } from 'zod';
import { ArtifactRef } from '../../contracts/artifact.ts';

/** A reference, alone or with more beside it, as the files of a folder have their path. */
const Reference = z.looseObject(ArtifactRef.shape);

/** The references anywhere inside a JSON value, each blob once. */
export function referencesIn(value: unknown): ArtifactRef[] {
  const found = new Map<string, ArtifactRef>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const reference = Reference.safeParse(part);
    if (reference.success) found.set(reference.data.sha256, reference.data);
    else Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found.values()];
}

/**
 * The same JSON value with every reference reduced to what it stands for: its `sha256`, or `{sha256, …}` with what stands
 * beside it. So neither bucket nor server tells two equal inputs apart.
 */
export function withoutPlaces(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  const reference = Reference.safeParse(value);
  if (!reference.success) return mapValues(value);
  const { uri: _uri, bytes: _bytes, sha256, ...beside } = reference.data;
  return Object.keys(beside).length === 0 ? sha256 : { sha256, ...mapValues(beside) };
}

const mapValues = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutPlaces(part)]));
