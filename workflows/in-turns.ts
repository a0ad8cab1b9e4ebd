/** Results in the order of the items, a few side by side. After a failure none is begun, and those under way are waited for. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  sideBySide: number,
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = Array.from({ length: items.length });
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      try {
        if (item !== undefined) results[index] = await run(item);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(sideBySide, items.length) }, lane));
  const failed = lanes.find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
