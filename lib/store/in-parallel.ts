/**
 * Results of `work` in the order of the items, at most `limit` of them at work at once.
 * The first failure is thrown, after those already at work have ended: nothing goes on behind the caller's back.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: { readonly at: number; readonly result: Result }[] = [];
  const waiting = items.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [at, item] of waiting) {
      if (failed) return;
      try {
        results.push({ at, result: await work(item) });
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  return results.toSorted((a, b) => a.at - b.at).map(({ result }) => result);
}
