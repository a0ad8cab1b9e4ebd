import { z } from 'zod';
import { canonicalJson, hashOf } from './canonical-json.ts';

/** A record as canonical JSON that carries the hash of its own content, since nothing else names it by its bytes. */
export const sealed = (record: Readonly<Record<string, unknown>>): string =>
  canonicalJson({ ...record, seal: hashOf(record) });

const Sealed = z.looseObject({ seal: z.string() });

/** Whether a text is, byte for byte, what `sealed` wrote. */
export function isSealed(text: string): boolean {
  const read = Sealed.safeParse(jsonOf(text));
  if (!read.success) return false;
  const { seal: _seal, ...record } = read.data;
  return sealed(record) === text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
