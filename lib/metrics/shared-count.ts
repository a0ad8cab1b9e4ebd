/** How many of the given things find one of their own among those wanted; each wanted one is found once. */
export const sharedCount = (wanted: readonly string[], given: readonly string[]): number =>
  sharedWith(wanted, given).length;

/** Those of the given things that do. */
export function sharedWith(wanted: readonly string[], given: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of wanted) left.set(one, (left.get(one) ?? 0) + 1);
  return given.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count > 0;
  });
}
