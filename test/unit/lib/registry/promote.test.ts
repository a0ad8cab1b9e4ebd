import { describe, expect, it } from 'vitest';
import { listModels } from '../../../../lib/registry/list-models.ts';
import { promote } from '../../../../lib/registry/promote.ts';
import { readCurrent, readVersion } from '../../../../lib/registry/registry-files.ts';
import type { Registry } from '../../../../lib/registry/registry.ts';
import { createTestRegistry, order, shippingBuild, testedRows } from '../../../support/released-builds.ts';

const TEACHER = 'Ship: as good as the teacher.';

describe('promote', () => {
  it('writes the first version, points to it, and keeps who did it and when', async () => {
    const registry = createTestRegistry();
    const draft = await shippingBuild(registry, 'one');
    const { state, ...told } = await promote(registry, draft, order());
    const model = {
      version: 1,
      name: 'triage',
      current: 1,
      previous: null,
      history: [
        {
          act: 'promote',
          from: null,
          to: 1,
          buildId: draft.buildId,
          at: '2026-01-02T03:04:05.000Z',
          by: 'ada',
          reason: null,
          gate: 'passed',
          said: [TEACHER],
        },
      ],
    };
    expect(state).toBe('promoted');
    expect(told).toEqual({ version: { ...draft, number: 1 }, model, said: [TEACHER] });
    expect(await readCurrent(registry.store, 'triage')).toEqual(model);
    expect(await readVersion(registry.store, 'triage', 1)).toEqual({ ...draft, number: 1 });
    expect(await listModels(registry.store)).toEqual([{ model, released: { ...draft, number: 1 } }]);
    const keys = [...registry.store.objects.keys()].filter((key) => key.startsWith('models/'));
    expect(keys.toSorted()).toEqual(['models/triage/1.json', 'models/triage/current.json']);
  });

  it('refuses what is not proven against the teacher, and writes nothing', async () => {
    const registry = createTestRegistry();
    const verdict = { decision: 'unproven', reason: 'Unproven: too few rows.' } as const;
    const draft = await shippingBuild(registry, 'one', { report: { verdict } });
    expect(await promote(registry, draft, order())).toEqual({
      state: 'refused',
      said: ['Unproven: too few rows.'],
      released: null,
    });
    expect([...registry.store.objects.keys()].filter((key) => key.startsWith('models/'))).toEqual([]);
  });

  it('releases what the gate refuses when forced, and keeps the reason and what the gate said', async () => {
    const registry = createTestRegistry();
    const verdict = { decision: 'no', reason: 'No: worse.' } as const;
    const draft = await shippingBuild(registry, 'one', { report: { verdict } });
    const forced = await promote(registry, draft, order({ gate: 'forced', reason: 'for the demonstration' }));
    expect(forced.state).toBe('promoted');
    const model = await readCurrent(registry.store, 'triage');
    expect(model?.history).toMatchObject([{ gate: 'forced', reason: 'for the demonstration', said: ['No: worse.'] }]);
  });

  it('says passed of what was forced without need', async () => {
    const registry = createTestRegistry();
    await promote(registry, await shippingBuild(registry, 'one'), order({ gate: 'forced', reason: 'haste' }));
    expect((await readCurrent(registry.store, 'triage'))?.history[0]?.gate).toBe('passed');
  });

  it('releases a second version that is no worse, and keeps the first as previous', async () => {
    const registry = createTestRegistry();
    await promote(registry, await shippingBuild(registry, 'one'), order());
    const second = await shippingBuild(registry, 'two', { tested: testedRows(8) });
    expect(await promote(registry, second, order())).toMatchObject({
      state: 'promoted',
      version: { number: 2 },
      model: { current: 2, previous: 1, history: [{ to: 1 }, { from: 1, to: 2 }] },
    });
  });

  it('refuses one that is worse than the released one, though it ships against the teacher', async () => {
    const registry = createTestRegistry();
    await promote(registry, await shippingBuild(registry, 'one', { tested: testedRows(0) }), order());
    const worse = await shippingBuild(registry, 'two', { tested: testedRows(40) });
    const refused = await promote(registry, worse, order());
    expect(refused).toMatchObject({ state: 'refused', released: { number: 1 } });
    expect(refused.state === 'refused' && refused.said[1]).toMatch(
      /^On 200 test rows that both answered it is at least 1\d\.\d points worse than version 1 \(accuracy 80\.0 against 100\.0; 95 % confidence\): more than the margin of 5\.0\.$/,
    );
    expect((await readCurrent(registry.store, 'triage'))?.current).toBe(1);
    expect(await readVersion(registry.store, 'triage', 2)).toBeNull();
  });

  it('says that the build which is released is released, and moves nothing', async () => {
    const registry = createTestRegistry();
    const draft = await shippingBuild(registry, 'one');
    await promote(registry, draft, order());
    expect(await promote(registry, draft, order())).toMatchObject({ state: 'there', version: { number: 1 } });
    expect((await readCurrent(registry.store, 'triage'))?.history).toHaveLength(1);
  });

  it('gives a build that was a version before its old number', async () => {
    const registry = createTestRegistry();
    const first = await shippingBuild(registry, 'one');
    await promote(registry, first, order());
    await promote(registry, await shippingBuild(registry, 'two'), order());
    const again = await promote(registry, first, order());
    expect(again).toMatchObject({ state: 'promoted', version: { number: 1 }, model: { current: 1, previous: 2 } });
  });

  it('lets one of two at the same moment win, and tells the other who did what', async () => {
    const registry = createTestRegistry();
    const [one, two] = [await shippingBuild(registry, 'one'), await shippingBuild(registry, 'two')];
    const ended = await Promise.all([
      promote(registry, one, order({ by: 'ada' })),
      promote(registry, two, order({ by: 'bob' })),
    ]);
    expect(ended.map(({ state }) => state).toSorted()).toEqual(['overtaken', 'promoted']);
    const model = await readCurrent(registry.store, 'triage');
    const winner = ended.find(({ state }) => state === 'promoted');
    expect(model).toEqual(winner?.state === 'promoted' ? winner.model : null);
    expect(model?.history).toHaveLength(1);
    const loser = ended.find(({ state }) => state === 'overtaken');
    expect(loser?.state === 'overtaken' && loser.model).toEqual(model);
    // Each has a number of its own, and the loser's is used when it is said again.
    expect([
      await readVersion(registry.store, 'triage', 1),
      await readVersion(registry.store, 'triage', 2),
    ]).not.toContain(null);
    const losing = winner?.state === 'promoted' && winner.version.buildId === one.buildId ? two : one;
    expect(await promote(registry, losing, order())).toMatchObject({ state: 'promoted', model: { history: [{}, {}] } });
    expect(await readVersion(registry.store, 'triage', 3)).toBeNull();
  });

  it('moves nothing where the pointer was moved between reading and writing', async () => {
    const registry = createTestRegistry();
    await promote(registry, await shippingBuild(registry, 'one'), order());
    const third = await shippingBuild(registry, 'three');
    const meanwhile: Registry = {
      ...registry,
      pointers: {
        ...registry.pointers,
        move: async (key, bytes, tag) => {
          await promote(registry, third, order({ by: 'bob' }));
          return registry.pointers.move(key, bytes, tag);
        },
      },
    };
    const ended = await promote(meanwhile, await shippingBuild(registry, 'two'), order());
    expect(ended).toMatchObject({ state: 'overtaken', model: { history: [{ by: 'ada' }, { by: 'bob' }] } });
    expect((await readCurrent(registry.store, 'triage'))?.history.map(({ buildId }) => buildId)).toContain(
      third.buildId,
    );
  });

  it('refuses a pointer that another hand has written into', async () => {
    const registry = createTestRegistry();
    await promote(registry, await shippingBuild(registry, 'one'), order());
    const key = 'models/triage/current.json';
    const text = registry.store.objects.get(key)?.toString() ?? '';
    registry.store.objects.set(key, Buffer.from(text.replace('"by":"ada"', '"by":"eve"')));
    await expect(promote(registry, await shippingBuild(registry, 'two'), order())).rejects.toMatchObject({
      kind: 'store-corrupt',
    });
  });

  it('lets a forced build past a released one whose answers are gone, and says so', async () => {
    const registry = createTestRegistry();
    const first = await shippingBuild(registry, 'one');
    await promote(registry, first, order());
    const second = await shippingBuild(registry, 'two', { tested: testedRows(8) });
    await registry.store.remove(`blobs/${first.predictions.sha256.slice(0, 2)}/${first.predictions.sha256}`);
    expect((await promote(registry, second, order())).state).toBe('refused');
    const forced = await promote(registry, second, order({ gate: 'forced', reason: 'its answers are gone' }));
    expect(forced.state === 'promoted' && forced.said[1]).toMatch(/^What version 1 answered cannot be read \(reading /);
  });
});
