/** From one half to 16, in steps of 9 %: as the trainer looks for it. */
const TEMPERATURES = Array.from({ length: 41 }, (_, at) => 2 ** ((at - 8) / 8));

/**
 * What each row costs, in nats: −log of the probability that a classifier gives the expected label, at the temperature that
 * suits these rows best, so that one that is too sure of itself is not held worse than it is.
 * @param expected place of each row's label
 * @param logits of each row, in the order of the labels
 * @see Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2
 */
export function rowLosses(expected: readonly number[], logits: readonly (readonly number[])[]): readonly number[] {
  const at = (temperature: number) =>
    logits.map((row, index) => {
      const scaled = row.map((logit) => logit / temperature);
      const largest = Math.max(...scaled);
      const total = scaled.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      return largest + Math.log(total) - (scaled[expected[index] ?? -1] ?? Number.NEGATIVE_INFINITY);
    });
  return TEMPERATURES.map(at).reduce((best, losses) => (sumOf(losses) < sumOf(best) ? losses : best));
}

const sumOf = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0);
