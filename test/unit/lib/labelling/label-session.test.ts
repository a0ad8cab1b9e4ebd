import { describe, expect, it } from 'vitest';
import type { LabelPlan } from '../../../../contracts/labelling.ts';
import { readLabels, readPlan } from '../../../../lib/labelling/kept-labels.ts';
import { createLabelSession } from '../../../../lib/labelling/label-session.ts';
import type { Pool } from '../../../../lib/labelling/pool.ts';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store.ts';
import { TRIAGE_SPEC } from '../../../support/triage-spec.ts';

const ids = Array.from({ length: 6 }, (_, at) => `row-${at}`);
const POOL: Pool = {
  student: 'student-int8',
  origin: 'generated',
  unanswered: 0,
  rows: ids.map((id) => ({ id, input: id, student: 'a', teacher: 'b', baselines: {} })),
};
const PLAN: LabelPlan = {
  version: 1,
  buildId: 'build-1',
  modelHash: 'a'.repeat(64),
  predictions: 'b'.repeat(64),
  student: 'student-int8',
  origin: 'generated',
  rows: ids.map((id, at) => ({ id, differs: at !== 1, random: false })),
  looks: 1,
  by: 'ann',
  at: '2026-01-01T00:00:00.000Z',
};

const sessionOf = (store: MemoryStore, by: string, asks: 'open' | 'second' = 'open') =>
  createLabelSession({
    store,
    spec: TRIAGE_SPEC,
    pool: POOL,
    plan: PLAN,
    by,
    asks,
    now: () => '2026-01-02T00:00:00.000Z',
  });

describe('createLabelSession', () => {
  it('asks in the order of the plan, leaving out what is not asked', async () => {
    const session = await sessionOf(createMemoryStore(), 'ann');
    const asked: string[] = [];
    for (let next = session.next(); next !== null; next = session.next()) {
      asked.push(next.id);
      await session.give(next.id, { is: 'unclear' });
    }
    expect(asked).toEqual(['row-0', 'row-2', 'row-3', 'row-4', 'row-5']);
    expect(session.questionAbout('row-1')).toBeNull();
    expect(session.progress()).toMatchObject({ labelled: 5, asked: 5, covered: 6, rows: 6 });
  });

  it('keeps the plan with the first label, and each label before it says so', async () => {
    const store = createMemoryStore();
    const session = await sessionOf(store, 'ann');
    expect(store.objects.size).toBe(0);
    await session.give('row-0', { is: 'gold', output: 'a' });
    expect(await readPlan(store, 'build-1')).toMatchObject({ rows: PLAN.rows });
    expect(await readLabels(store, 'build-1')).toMatchObject([
      { row: 'row-0', by: 'ann', at: '2026-01-02T00:00:00.000Z', answer: { is: 'gold', output: 'a' } },
    ]);
    const later = await sessionOf(store, 'ann');
    expect(later.next()?.id).toBe('row-2');
  });

  it('loses no label where two people give theirs at the same time', async () => {
    const store = createMemoryStore();
    const [ann, bob] = [await sessionOf(store, 'ann'), await sessionOf(store, 'bob')];
    await Promise.all([
      ann.give('row-0', { is: 'gold', output: 'a' }),
      bob.give('row-0', { is: 'gold', output: 'b' }),
      ann.give('row-2', { is: 'gold', output: 'a' }),
    ]);
    const kept = await readLabels(store, 'build-1');
    expect(kept.map(({ by, row }) => `${by} ${row}`).toSorted()).toEqual(['ann row-0', 'ann row-2', 'bob row-0']);
    await bob.give('row-3', { is: 'unclear' });
    expect(bob.labels()).toHaveLength(4);
    expect(bob.next()?.id).toBe('row-4');
  });

  it('takes back only what this person said, the latest first', async () => {
    const store = createMemoryStore();
    const ann = await sessionOf(store, 'ann');
    await ann.give('row-0', { is: 'gold', output: 'a' });
    await ann.give('row-2', { is: 'gold', output: 'a' });
    const bob = await sessionOf(store, 'bob');
    expect(await bob.undo()).toBe(false);
    expect([await ann.undo(), ann.next()?.id]).toEqual([true, 'row-2']);
    expect([await ann.undo(), ann.next()?.id]).toEqual([true, 'row-0']);
    expect(await ann.undo()).toBe(false);
  });

  it('asks a second person about what others have labelled, and nothing else', async () => {
    const store = createMemoryStore();
    const ann = await sessionOf(store, 'ann');
    await ann.give('row-3', { is: 'gold', output: 'a' });
    const bob = await sessionOf(store, 'bob', 'second');
    expect(bob.next()?.id).toBe('row-3');
    expect(bob.progress()).toMatchObject({ number: 1, of: 1 });
    await bob.give('row-3', { is: 'gold', output: 'b' });
    expect(bob.next()).toBeNull();
    expect((await sessionOf(store, 'ann', 'second')).next()).toBeNull();
  });
});
