/**
 * How far two people agree beyond chance on what they said of the same rows: 1 always, 0 as chance would; null where chance
 * alone would have them agree on every row, or there is none.
 * @throws RangeError where the lists differ in length
 * @see Cohen 1960, "A Coefficient of Agreement for Nominal Scales"
 */
export function cohenKappa(first: readonly string[], second: readonly string[]): number | null {
  if (first.length !== second.length)
    throw new RangeError(`${first.length} answers of one against ${second.length} of the other`);
  const rows = first.length;
  if (rows === 0) return null;
  const share = (said: readonly string[], what: string): number => said.filter((one) => one === what).length / rows;
  const chance = [...new Set(first)].reduce((sum, what) => sum + share(first, what) * share(second, what), 0);
  if (chance === 1) return null;
  const agreed = first.filter((what, row) => what === second[row]).length / rows;
  return (agreed - chance) / (1 - chance);
}
