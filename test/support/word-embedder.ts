import { createHash } from 'node:crypto';
import type { Embedder } from '../../lib/embedding/embedder.ts';

const DIMENSIONS = 256;

/** Vectors of hashed words: texts that share words are near. Counts the texts it was given. */
export function createWordEmbedder(): Embedder & { readonly embedded: string[] } {
  const embedded: string[] = [];
  return {
    identity: 'words',
    dimensions: DIMENSIONS,
    embedded,
    embed: async (texts) => {
      embedded.push(...texts);
      return texts.map(vectorOf);
    },
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) {
    const at = createHash('sha256').update(word).digest().readUInt8();
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
