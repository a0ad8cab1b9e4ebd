import type { TokensPerCall } from '../../contracts/plan.ts';
import type { JournalLine } from '../teacher/journal-line.ts';
import type { Tally } from '../teacher/teacher.ts';

/** A tally that also remembers what the calls it is told of took, whoever paid them. */
export interface MeasuringTally extends Tally {
  readonly tokens: () => TokensPerCall;
}

export function createMeasuringTally(tally: Tally): MeasuringTally {
  const lines = new Map<string, JournalLine>();
  return {
    touch: (account, touched) => {
      const [first] = touched;
      if (first) lines.set(first.key, first);
      return tally.touch(account, touched);
    },
    rejected: tally.rejected,
    tokens: () => tokensPerCall([...lines.values()].map((line) => line.usage)),
  };
}

function tokensPerCall(usages: readonly { readonly input: number; readonly output: number }[]): TokensPerCall {
  const input = moments(usages.map((usage) => usage.input));
  const output = moments(usages.map((usage) => usage.output));
  return {
    calls: usages.length,
    input: input.mean,
    output: output.mean,
    inputDeviation: input.deviation,
    outputDeviation: output.deviation,
  };
}

/** Mean and standard deviation of a sample; 0 where they are unknown. */
function moments(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = values.length === 0 ? 0 : sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
