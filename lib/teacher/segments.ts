import { text } from 'node:stream/consumers';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore, StoredObject } from '../store/object-store.ts';
import { type JournalLine, linesOf, textOfLine } from './journal-line.ts';
import { createFamilyIndex } from './family-index.ts';

export const segmentsOf = (family: string): string => `calls/${family}/`;

/** Key of a segment: times sort, writers keep apart. `part` is a number, or what makes the segment unlike others of its writer. */
export const segmentKey = (family: string, now: number, writer: string, part: string): string =>
  `${segmentsOf(family)}${String(now).padStart(13, '0')}-${writer}-${part}.jsonl`;

/** Reads of the store in flight while a family is opened. */
const READS = 8;

/**
 * Lines of the segments that are not in `known`, which they join. A segment that is gone between listing and reading was
 * merged into one that a new listing shows.
 */
export async function readNewSegments(store: ObjectStore, family: string, known: Set<string>): Promise<JournalLine[]> {
  const lines: JournalLine[] = [];
  for (;;) {
    const fresh = (await store.list(segmentsOf(family))).filter(({ key }) => !known.has(key));
    const gone = new Set<string>();
    await inParallel(fresh, READS, async ({ key }) => {
      const read = await readSegment(store, key);
      if (read === null) gone.add(key);
      else {
        known.add(key);
        lines.push(...read);
      }
    });
    if (gone.size === 0) return lines;
  }
}

async function readSegment(store: ObjectStore, key: string): Promise<JournalLine[] | null> {
  const stream = await store.get(key);
  return stream === null ? null : linesOf(await text(stream));
}

/** Segments that a family may keep before they are merged: opening one costs a read each. */
const MERGE_ABOVE = 32;
/** A segment above this is left as it is, and no merged one grows far beyond: they are held in memory whole. */
const MERGED_BYTES = 32 * 1024 * 1024;

/**
 * Merges a family's segments where they are many. The merged ones are stored before their sources are removed, so that a
 * reader finds every line at any moment; two merging at once leave two copies, which count as one.
 */
export async function mergeSegments(
  store: ObjectStore,
  family: string,
  known: Set<string>,
  keyOf: (number: number) => string,
): Promise<void> {
  const small = (await store.list(segmentsOf(family))).filter(({ bytes }) => bytes < MERGED_BYTES / 2);
  if (small.length <= MERGE_ABOVE) return;
  for (const [number, batch] of batchesOf(small).entries()) {
    if (batch.length > 1) await mergeBatch(store, batch, known, keyOf(number));
  }
}

async function mergeBatch(
  store: ObjectStore,
  batch: readonly StoredObject[],
  known: Set<string>,
  target: string,
): Promise<void> {
  const read = await inParallel(batch, READS, async ({ key }) => ({ key, lines: await readSegment(store, key) }));
  const merged = createFamilyIndex();
  const keys = new Set<string>();
  for (const { lines } of read) {
    merged.add(lines ?? []);
    for (const line of lines ?? []) keys.add(line.key);
  }
  const body = [...keys]
    .flatMap((key) => merged.find(key))
    .map(textOfLine)
    .join('');
  await store.put(target, { bytes: Buffer.from(body) }, 'if-absent');
  known.add(target);
  await inParallel(
    read.filter(({ lines }) => lines !== null),
    READS,
    async ({ key }) => await store.remove(key),
  );
}

function batchesOf(segments: readonly StoredObject[]): readonly (readonly StoredObject[])[] {
  const batches: StoredObject[][] = [];
  let bytes = Infinity;
  for (const segment of segments) {
    if (bytes + segment.bytes > MERGED_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(segment);
    bytes += segment.bytes;
  }
  return batches;
}
