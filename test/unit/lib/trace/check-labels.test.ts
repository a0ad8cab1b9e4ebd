import { expect, it } from 'vitest';
import { keepLabel } from '../../../../lib/labelling/kept-labels.ts';
import { checkLabels } from '../../../../lib/trace/check-labels.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

async function labelled() {
  const store = createMemoryStore();
  for (let number = 0; number < 3; number += 1)
    await keepLabel(store, 'build-1', number, {
      version: 1,
      row: `row-${number}`,
      by: 'ann',
      at: '2026-01-01T00:00:00.000Z',
      answer: { is: 'gold', output: 'billing' },
    });
  return store;
}

const SECOND = 'builds/build-1/labels/given/000002.json';

it('finds labels whole as they were given', async () => {
  expect(await checkLabels(await labelled(), 'build-1')).toEqual([]);
});

it('names a label of which a byte was changed', async () => {
  const store = await labelled();
  const changed = String(store.objects.get(SECOND)).replace('billing', 'killing');
  store.objects.set(SECOND, Buffer.from(changed));
  expect(await checkLabels(store, 'build-1')).toEqual([
    { place: SECOND, what: 'content, by its own hash', expected: 'as sealed', found: 'something else' },
  ]);
});

it('names a label that was taken away from between others', async () => {
  const store = await labelled();
  store.objects.delete(SECOND);
  expect((await checkLabels(store, 'build-1')).map(({ place, found }) => [place, found])).toEqual([
    [SECOND, 'nothing'],
  ]);
});
