import type { Metric } from '../../contracts/task-file.ts';
import { METRICS } from '../metrics/metric.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { RESAMPLES } from '../statistics/bootstrap.ts';
import type { Interval } from '../statistics/interval.ts';
import { mcnemarP } from '../statistics/mcnemar.ts';
import { pairedBootstrap } from '../statistics/paired-bootstrap.ts';
import { type PairedTable, pairedTable } from '../statistics/paired-table.ts';
import { tangoInterval, varianceUnder } from '../statistics/tango.ts';

/** How two systems differ on the same rows, first − second, −1 to 1. */
export interface PairedDifference {
  readonly difference: number;
  /** With `tail` left out on each side; null where too few groups allow none. */
  readonly interval: (tail: number) => Interval | null;
  /** Two-sided p against no difference: exact McNemar for rates, else from the bootstrap; null where there is none. */
  readonly p: number | null;
  readonly mcnemarP: number | null;
  /** Variance of one row's difference, for planning; null where it is unknown. */
  readonly variance: number | null;
  /** The same as the interval supposes it where the true difference is `limit`. */
  readonly varianceAt: (limit: number) => number | null;
}

/** Rates: Tango's interval over rows. Other metrics: paired bootstrap (BCa) over groups, from 100 groups on. */
export function pairedDifference(
  work: { readonly metric: Metric; readonly groups: readonly string[]; readonly seed: string | number },
  first: ScoredRows,
  second: ScoredRows,
): PairedDifference {
  return METRICS[work.metric].isRate && first.perRow !== null && second.perRow !== null
    ? differenceOfRates(pairedTable(first.perRow, second.perRow))
    : differenceByBootstrap(work, first, second);
}

function differenceOfRates(table: PairedTable): PairedDifference {
  const difference = (table.onlyFirst - table.onlySecond) / table.rows;
  // One discordant row more than seen, of two rows more: none seen does not mean that there are none.
  const planned = { onlyFirst: table.onlyFirst + 0.5, onlySecond: table.onlySecond + 0.5, rows: table.rows + 2 };
  const discordant = (planned.onlyFirst + planned.onlySecond) / planned.rows;
  const p = mcnemarP(table);
  return {
    difference,
    interval: (tail) => tangoInterval(table, tail),
    p,
    mcnemarP: p,
    variance: Math.max(discordant - difference ** 2, 1 / planned.rows),
    varianceAt: (limit) => varianceUnder(planned, limit),
  };
}

function differenceByBootstrap(
  work: { readonly groups: readonly string[]; readonly seed: string | number },
  first: ScoredRows,
  second: ScoredRows,
): PairedDifference {
  const resampled = pairedBootstrap({ ...work, first: first.value, second: second.value });
  const difference = first.value() - second.value();
  if (resampled === null) return { difference, ...NOT_KNOWN };
  const variance = resampled.standardError ** 2 * first.rows;
  const smaller = Math.min(resampled.shareAtMost(0), resampled.shareAtLeast(0));
  // Resamples say no more than that a share is below one of them.
  const p = Math.min(1, Math.max(2 * smaller, 1 / RESAMPLES));
  return {
    difference,
    interval: (tail) => ({ low: resampled.limit(tail), high: resampled.limit(1 - tail) }),
    p,
    mcnemarP: null,
    variance,
    varianceAt: () => variance,
  };
}

const NOT_KNOWN = { interval: () => null, p: null, mcnemarP: null, variance: null, varianceAt: () => null } as const;
