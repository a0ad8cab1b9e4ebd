/** Beyond it, either way, doubles hold no share but 0 or 1. */
const FAR = 8;

/**
 * Share of a standard normal variable that lies below `value`, 0..1; to about 15 digits after the point.
 *
 * @see Marsaglia 2004, "Evaluating the Normal Distribution", section 3
 */
export function normalShare(value: number): number {
  if (Math.abs(value) > FAR) return value < 0 ? 0 : 1;
  let [term, sum, before] = [value, value, Number.NaN];
  for (let odd = 3; sum !== before; odd += 2) {
    term *= (value * value) / odd;
    before = sum;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(value * value) / 2)) / Math.sqrt(2 * Math.PI);
}
