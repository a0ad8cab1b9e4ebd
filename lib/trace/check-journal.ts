import { z } from 'zod';
import { Spending } from '../../contracts/budget.ts';
import type { StageManifest } from '../../contracts/manifest.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { readLine } from '../teacher/journal-line.ts';
import { segmentsOf } from '../teacher/segments.ts';
import type { Difference } from './difference.ts';
import { readObject } from './read-object.ts';

/** What the manifest of a stage that pays says of the journal. */
const PaidResult = z.looseObject({ families: z.array(z.string()), spending: Spending });

export interface CheckedJournal {
  readonly segments: number;
  readonly lines: number;
  readonly differences: readonly Difference[];
}

const AT_ONCE = 8;

/** Every segment of the families that the stages read, line by line. Paid answers without any segment are named too. */
export async function checkJournal(
  store: ObjectStore,
  manifests: readonly StageManifest[],
  onBytes: (bytes: number) => void,
): Promise<CheckedJournal> {
  const paid = manifests.flatMap(({ result }) => PaidResult.safeParse(result).data ?? []);
  const families = [...new Set(paid.flatMap((stage) => stage.families))].toSorted();
  const payers = new Set(paid.filter(({ spending }) => spending.paid.calls > 0).flatMap((stage) => stage.families));
  const differences: Difference[] = [];
  let segments = 0;
  let lines = 0;
  for (const family of families) {
    const keys = (await store.list(segmentsOf(family))).map(({ key }) => key);
    if (keys.length === 0 && payers.has(family)) differences.push(lost(segmentsOf(family)));
    const checked = await inParallel(keys, AT_ONCE, (key) => checkSegment(store, key, onBytes));
    segments += keys.length;
    lines += checked.reduce((sum, segment) => sum + segment.lines, 0);
    differences.push(...checked.flatMap((segment) => segment.differences));
  }
  return { segments, lines, differences };
}

async function checkSegment(store: ObjectStore, key: string, onBytes: (bytes: number) => void) {
  const read = await readObject(store, key);
  if ('difference' in read) return { lines: 0, differences: [read.difference] };
  onBytes(read.bytes.length);
  const texts = read.bytes.toString().split('\n');
  const rest = texts.pop() ?? '';
  const damaged = texts.flatMap((text, at) => (readLine(text) === undefined ? [unreadable(key, at + 1)] : []));
  const cut = rest === '' ? [] : [unreadable(key, texts.length + 1)];
  return { lines: texts.length, differences: [...damaged, ...cut] };
}

const unreadable = (place: string, line: number): Difference => ({
  place,
  what: `line ${line}`,
  expected: 'a paid answer, as its sum says',
  found: 'something else: its call will be paid again',
});

const lost = (place: string): Difference => ({
  place,
  what: 'segments',
  expected: 'the answers that were paid for',
  found: 'nothing',
});
