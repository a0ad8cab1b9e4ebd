/** `count` of the items, or all where there are fewer, as far from each other as can be: first and last are among them. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  const chosen = new Set(
    Array.from({ length: count }, (_, at) => Math.round((at * (items.length - 1)) / Math.max(1, count - 1))),
  );
  return items.filter((_, at) => chosen.has(at));
}
