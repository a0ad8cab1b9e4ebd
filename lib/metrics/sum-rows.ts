/** Sums of `width` statistics a row that lie row after row; a row counts as often as its weight says. */
export function sumRows(statistics: Float64Array, width: number, weights: Float64Array | undefined): Float64Array {
  const sums = new Float64Array(width);
  for (let row = 0; row * width < statistics.length; row += 1) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue;
    for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + weight * (statistics[row * width + at] ?? 0);
  }
  return sums;
}
