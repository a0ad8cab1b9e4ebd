import { describe, expect, it } from 'vitest';
import { promote } from '../../../../lib/registry/promote.ts';
import { readCurrent } from '../../../../lib/registry/registry-files.ts';
import type { Registry } from '../../../../lib/registry/registry.ts';
import { rollback } from '../../../../lib/registry/rollback.ts';
import { storeVersion } from '../../../../lib/registry/store-version.ts';
import { createTestRegistry, order, shippingBuild } from '../../../support/released-builds.ts';

const WHO = { by: 'bob', at: '2026-02-03T04:05:06.000Z', reason: 'complaints' };

async function threeReleased() {
  const registry = createTestRegistry();
  for (const prompt of ['one', 'two', 'three']) await promote(registry, await shippingBuild(registry, prompt), order());
  return registry;
}

describe('rollback', () => {
  it('goes back to what was released before, and is kept in the history', async () => {
    const registry = await threeReleased();
    const back = await rollback(registry, 'triage', null, WHO);
    expect(back).toMatchObject({ state: 'rolled-back', version: { number: 2 }, model: { current: 2, previous: 1 } });
    const model = await readCurrent(registry.store, 'triage');
    expect(model?.history).toHaveLength(4);
    expect(model?.history[3]).toEqual({
      act: 'rollback',
      from: 3,
      to: 2,
      buildId: back.state === 'rolled-back' ? back.version.buildId : '',
      ...WHO,
      gate: 'none',
      said: [],
    });
  });

  it('goes further back each time, until nothing was before', async () => {
    const registry = await threeReleased();
    await rollback(registry, 'triage', null, WHO);
    expect(await rollback(registry, 'triage', null, WHO)).toMatchObject({ version: { number: 1 } });
    expect(await rollback(registry, 'triage', null, WHO)).toMatchObject({ state: 'nothing-before' });
    expect((await readCurrent(registry.store, 'triage'))?.current).toBe(1);
  });

  it('goes to the version named, forward too, where it was released once', async () => {
    const registry = await threeReleased();
    await rollback(registry, 'triage', 1, WHO);
    expect(await rollback(registry, 'triage', 3, WHO)).toMatchObject({
      version: { number: 3 },
      model: { previous: 1 },
    });
    expect(await rollback(registry, 'triage', 3, WHO)).toMatchObject({ state: 'there' });
  });

  it('refuses versions that were never released, and names that never were', async () => {
    const registry = await threeReleased();
    await storeVersion(registry.store, await shippingBuild(registry, 'four'));
    expect(await rollback(registry, 'triage', 4, WHO)).toMatchObject({ state: 'never-released' });
    expect(await rollback(registry, 'other', null, WHO)).toEqual({ state: 'unknown' });
  });

  it('moves nothing where somebody promotes at the same moment', async () => {
    const registry = await threeReleased();
    const fourth = await shippingBuild(registry, 'four');
    const meanwhile: Registry = {
      ...registry,
      pointers: {
        ...registry.pointers,
        move: async (key, bytes, tag) => {
          await promote(registry, fourth, order());
          return registry.pointers.move(key, bytes, tag);
        },
      },
    };
    expect(await rollback(meanwhile, 'triage', null, WHO)).toMatchObject({ state: 'overtaken', model: { current: 4 } });
    expect((await readCurrent(registry.store, 'triage'))?.current).toBe(4);
  });
});
