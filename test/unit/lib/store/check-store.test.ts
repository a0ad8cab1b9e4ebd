import { expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { checkStore } from '../../../../lib/store/check-store.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

it('writes, lists, reads and removes, and leaves nothing behind', async () => {
  const store = createMemoryStore();
  await checkStore(store);
  expect(store.asked.map(({ operation }) => operation)).toEqual(['put', 'list', 'get', 'remove']);
  expect(store.objects.size).toBe(0);
});

it.each(['put', 'list', 'get', 'remove'])('fails as the store does when it may not %s', async (forbidden) => {
  const refused = new StageFailure('store-refused', 'not allowed');
  const store = createMemoryStore(({ operation }) => (operation === forbidden ? refused : undefined));
  await expect(checkStore(store)).rejects.toBe(refused);
});
