import { expect, it } from 'vitest';
import { inParallel } from '../../../../lib/store/in-parallel.ts';

/** Work that ends when the test says so. */
function createGate() {
  const waiting = new Map<number, { readonly open: () => void; readonly fail: (error: Error) => void }>();
  const work = async (item: number): Promise<string> =>
    await new Promise((resolve, reject) => {
      waiting.set(item, { open: () => resolve(`done ${item}`), fail: reject });
    });
  return { waiting, work };
}
const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

it('keeps the order of the items, whichever ends first, with no more than the limit at work', async () => {
  const { waiting, work } = createGate();
  const all = inParallel([0, 1, 2], 2, work);
  await turn();
  expect([...waiting.keys()]).toEqual([0, 1]);
  waiting.get(1)?.open();
  await turn();
  expect([...waiting.keys()]).toEqual([0, 1, 2]);
  waiting.get(2)?.open();
  waiting.get(0)?.open();
  expect(await all).toEqual(['done 0', 'done 1', 'done 2']);
});

it('throws a failure after what was at work has ended, and starts nothing more', async () => {
  const { waiting, work } = createGate();
  let outcome: unknown = 'not yet';
  const all = inParallel([0, 1, 2], 2, work).catch((error: unknown) => {
    outcome = error;
  });
  await turn();
  waiting.get(0)?.fail(new Error('first'));
  await turn();
  expect(outcome).toBe('not yet');
  waiting.get(1)?.open();
  await all;
  expect(outcome).toEqual(new Error('first'));
  expect([...waiting.keys()]).toEqual([0, 1]);
});

it('gives nothing for nothing', async () => {
  expect(await inParallel([], 4, async () => 1)).toEqual([]);
});
