import type { Estimate, EstimateComparison } from '../../contracts/plan.ts';

/** What a build came to. */
export interface ActualCost {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
  readonly minutes: number;
}

/**
 * Estimate and actual side by side. `below` is no failing of the estimate where answers of earlier builds were reused:
 * those cost nothing, and the estimate does not count on them.
 */
export function compareEstimate({ basis, hasPrice, total }: Estimate, actual: ActualCost): EstimateComparison {
  const figures = (['calls', 'tokens', 'usd', 'minutes'] as const).filter((figure) => figure !== 'usd' || hasPrice);
  return {
    basis,
    figures: figures.map((figure) => ({
      figure,
      ...total[figure],
      actual: actual[figure],
      held: placeOf(actual[figure], total[figure]),
    })),
  };
}

function placeOf(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): 'inside' | 'below' | 'above' {
  if (value < low) return 'below';
  return value > high ? 'above' : 'inside';
}
