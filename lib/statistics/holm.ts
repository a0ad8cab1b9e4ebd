/**
 * p values corrected for there being several of them, in the order given: whoever calls those below 0.05 true is wrong
 * about any of them with probability 0.05 at the most, however they hang together.
 *
 * @see Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure"
 */
export function holm(ps: readonly number[]): number[] {
  const smallestFirst = [...ps.keys()].toSorted((one, other) => (ps[one] ?? 1) - (ps[other] ?? 1));
  const corrected = ps.map(() => 1);
  let least = 0;
  for (const [passed, at] of smallestFirst.entries()) {
    // None is smaller than one that came before it.
    least = Math.max(least, Math.min(1, (ps.length - passed) * (ps[at] ?? 1)));
    corrected[at] = least;
  }
  return corrected;
}
