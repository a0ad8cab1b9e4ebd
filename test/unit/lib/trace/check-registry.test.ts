import { expect, it } from 'vitest';
import { promote } from '../../../../lib/registry/promote.ts';
import { releasedForBuild } from '../../../../lib/registry/released-for-build.ts';
import { verifyBuild } from '../../../../lib/trace/verify-build.ts';
import { createTestRegistry, order, shippingBuild } from '../../../support/released-builds.ts';

const registry = createTestRegistry();
const draft = await shippingBuild(registry, 'one');
await promote(registry, draft, order());
await promote(registry, await shippingBuild(registry, 'two'), order());
await releasedForBuild(registry.store, { buildId: draft.buildId, name: 'triage' });

const { objects } = registry.store;
const places = async () =>
  (await verifyBuild(registry.store, draft.buildId, () => undefined)).differences.map(({ place }) => place);

const KEYS = [
  'models/triage/1.json',
  'models/triage/2.json',
  'models/triage/current.json',
  `builds/${draft.buildId}/released.json`,
];

it('finds whole what nobody has touched', async () => {
  expect(KEYS.filter((key) => !objects.has(key))).toEqual([]);
  expect(await places()).toEqual([]);
});

it.each(KEYS)('names %s, whichever of its bytes is flipped', async (key) => {
  const whole = objects.get(key) ?? Buffer.alloc(0);
  for (const at of [0, Math.floor(whole.length / 2), whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    objects.set(key, changed);
    expect(await places(), `byte ${at}`).toContain(key);
  }
  objects.set(key, whole);
});

it('names a version that was released and is gone', async () => {
  const key = 'models/triage/1.json';
  const whole = objects.get(key) ?? Buffer.alloc(0);
  objects.delete(key);
  expect(await places()).toEqual([key]);
  objects.set(key, whole);
});

it('names a version that lies under another number', async () => {
  objects.set('models/triage/3.json', objects.get('models/triage/2.json') ?? Buffer.alloc(0));
  expect(await places()).toEqual(['models/triage/3.json']);
  objects.delete('models/triage/3.json');
});
