import { createHash } from 'node:crypto';

/**
 * JSON text that is the same for equal values: keys in UTF-16 order, no white space, `undefined` properties left out,
 * -0 as 0; numbers and strings as `JSON.stringify` writes them (RFC 8785).
 * @throws TypeError, naming the place, for what JSON cannot hold as it is: `undefined` elsewhere, NaN, infinities,
 *   functions, symbols, bigints, objects with a class of their own (dates, maps, bytes), cycles
 */
export const canonicalJson = (value: unknown): string => write(value, '$', []);

/** SHA-256 as 64 lower-case hex digits; a string counts as its UTF-8 bytes. */
export const sha256Of = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of a value's canonical JSON: equal values, equal hashes, whatever the order of their keys. */
export const hashOf = (value: unknown): string => sha256Of(canonicalJson(value));

function write(value: unknown, place: string, around: readonly object[]): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== 'object') throw new TypeError(`${place} is ${describe(value)}, which JSON cannot hold`);
  if (around.includes(value)) throw new TypeError(`${place} contains itself`);
  const inside = [...around, value];
  // Array.from, since map would pass over holes.
  if (Array.isArray(value))
    return `[${Array.from(value, (item, at) => write(item, `${place}[${at}]`, inside)).join(',')}]`;
  if (!isPlain(value)) throw new TypeError(`${place} is a ${value.constructor.name}, which has no one JSON form`);
  const properties = Object.entries(value)
    .filter(([, property]) => property !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, property]) => `${JSON.stringify(name)}:${write(property, `${place}.${name}`, inside)}`);
  return `{${properties.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const describe = (value: unknown): string => (typeof value === 'number' ? String(value) : typeof value);
