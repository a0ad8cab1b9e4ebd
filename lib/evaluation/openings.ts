import { z } from 'zod';
import type { ObjectStore } from '../store/object-store.ts';
import { sealed } from '../store/seal.ts';

/** A test set opened for a model: `openings/<test hash>/<model hash>.json`. */
const Opening = z.strictObject({
  version: z.literal(1),
  number: z.int().positive(),
  buildId: z.string(),
  /** Openings count for good, sealed or not. */
  seal: z.string().optional(),
});

export const openingKey = (testHash: string, modelHash: string): string => `openings/${testHash}/${modelHash}.json`;

/**
 * The number of the opening of a test for a model, from 1. The same model opens the same test again for free, since it can
 * learn nothing new about it; another model takes the next number.
 */
export async function openTest(
  store: ObjectStore,
  testHash: string,
  modelHash: string,
  buildId: string,
): Promise<number> {
  const key = openingKey(testHash, modelHash);
  const before = await store.list(`openings/${testHash}/`);
  if (!before.some((object) => object.key === key)) {
    const opening = { version: 1, number: before.length + 1, buildId };
    await store.put(key, { bytes: Buffer.from(sealed(opening)) }, 'if-absent');
  }
  const stored = await store.get(key);
  if (stored === null) throw new Error(`${key} was stored and is gone`);
  const chunks: Buffer[] = [];
  for await (const chunk of stored) chunks.push(Buffer.from(chunk));
  return Opening.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))).number;
}
