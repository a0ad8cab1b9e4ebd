import type { Report } from '../../contracts/report.ts';
import { draftVersion, type DraftVersion } from '../../lib/registry/draft-version.ts';
import type { ReleaseOrder } from '../../lib/registry/promote.ts';
import type { Registry } from '../../lib/registry/registry.ts';
import { readBuildRecord } from '../../lib/trace/build-record.ts';
import { createMemoryPointers } from './memory-pointers.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { type SmallBuildWish, smallBuild, type TestedRow } from './small-build.ts';

const TEST_ROWS = 200;

/** 200 gold rows of two labels, on which a student is wrong from row `from` on, `wrong` times. */
export const testedRows = (wrong: number, from = 0): readonly TestedRow[] =>
  Array.from({ length: TEST_ROWS }, (_, row) => {
    const output = row % 2 === 0 ? 'a' : 'b';
    const isWrong = row >= from && row < from + wrong;
    return { input: `message ${row}`, output, student: isWrong ? (output === 'a' ? 'b' : 'a') : output };
  });

export const SHIP: Pick<Report, 'verdict' | 'gate'> = {
  verdict: { decision: 'ship', reason: 'Ship: as good as the teacher.' },
  gate: { margin: 0.05, lowerLimit: -0.02, opening: 1, openingsAllowed: 1, rowsToSettle: null },
};

export interface TestRegistry extends Registry {
  readonly store: MemoryStore;
}

export function createTestRegistry(): TestRegistry {
  const store = createMemoryStore();
  return { store, pointers: createMemoryPointers(store.objects) };
}

/** A build in the registry's store that ships, unless its report is wished otherwise; the prompt makes it another build. */
export async function shippingBuild(
  { store }: TestRegistry,
  prompt: string,
  wish: SmallBuildWish = {},
): Promise<DraftVersion> {
  const whole = { tested: testedRows(10), weights: prompt, ...wish, prompt, report: { ...SHIP, ...wish.report } };
  const { buildId } = await smallBuild(whole, store);
  const record = await readBuildRecord(store, buildId);
  const draft = record === null ? null : await draftVersion(store, record);
  if (draft === null) throw new Error('the small build has no bundle');
  return draft;
}

export const order = (other: Partial<ReleaseOrder> = {}): ReleaseOrder => ({
  by: 'ada',
  at: '2026-01-02T03:04:05.000Z',
  reason: null,
  gate: 'asked',
  ...other,
});
