/** How many of the given things find one of their own among those wanted; each wanted one is found once. */
export function sharedCount(wanted: readonly string[], given: readonly string[]): number {
  const left = new Map<string, number>();
  for (const one of wanted) left.set(one, (left.get(one) ?? 0) + 1);
  let shared = 0;
  for (const one of given) {
    const count = left.get(one) ?? 0;
    if (count === 0) continue;
    left.set(one, count - 1);
    shared += 1;
  }
  return shared;
}
