/**
 * Share of pairs of a right and a wrong answer of which the right one is surer; ties count half. Null where all rows are
 * right or all wrong, or some are neither.
 * @see Hanley & McNeil 1982, "The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve"
 */
export function auroc(rows: readonly { readonly confidence: number; readonly score: number }[]): number | null {
  const right = rows.filter(({ score }) => score === 1).length;
  const wrong = rows.filter(({ score }) => score === 0).length;
  if (right === 0 || wrong === 0 || right + wrong < rows.length) return null;
  const sorted = rows.toSorted((one, other) => one.confidence - other.confidence);
  let [won, below] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    const equal = sorted.slice(from).findIndex(({ confidence }) => confidence !== sorted[from]?.confidence);
    const to = equal < 0 ? sorted.length : from + equal;
    const lost = sorted.slice(from, to).filter(({ score }) => score === 0).length;
    won += (to - from - lost) * (below + lost / 2);
    below += lost;
    from = to;
  }
  return won / (right * wrong);
}
