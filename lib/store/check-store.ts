import type { ObjectStore } from './object-store.ts';

/** Written and removed again by every check; at the top, where nothing else of the layout lies. */
const PROBE = 'write-check';

/**
 * Ends well where the store can be written, listed, read and cleared. Four requests.
 * @throws StageFailure `store-unreachable` or `store-refused`, which says what to do
 */
export async function checkStore(store: ObjectStore): Promise<void> {
  await store.put(
    PROBE,
    { bytes: Buffer.from('A check whether this bucket can be written. Safe to remove.\n') },
    'always',
  );
  await store.list(PROBE);
  // Null is fine: another check may have removed it in between.
  const probe = await store.get(PROBE);
  probe?.destroy();
  await store.remove(PROBE);
}
