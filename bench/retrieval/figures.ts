/** Where the right dataset stood in one ranking of one prompt, and how long the search took. */
export interface Placed {
  /** From 1; null where it was not found. */
  readonly rank: number | null;
  readonly ms: number;
}

/** Of one ranking over all prompts. */
export interface RankingFigures {
  readonly recall_at_5: number;
  /** Mean of 1/rank, 0 where it was not found. */
  readonly mrr: number;
  readonly p95_ms: number;
  /** Prompts whose right dataset came first. */
  readonly first: number;
}

/** Figures of one ranking; shares from 0 to 1. */
export function rankingFigures(placed: readonly Placed[]): RankingFigures {
  const mean = (measure: (one: Placed) => number): number =>
    Number((placed.reduce((sum, one) => sum + measure(one), 0) / Math.max(1, placed.length)).toFixed(4));
  const times = placed.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return {
    recall_at_5: mean(({ rank }) => (rank !== null && rank <= 5 ? 1 : 0)),
    mrr: mean(({ rank }) => (rank === null ? 0 : 1 / rank)),
    p95_ms: Number((times[Math.ceil(times.length * 0.95) - 1] ?? 0).toFixed(1)),
    first: placed.filter(({ rank }) => rank === 1).length,
  };
}
