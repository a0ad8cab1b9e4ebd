import type { PairedTable } from './paired-table.ts';

/**
 * Two-sided p of the hypothesis that both are right equally often: the exact binomial test on the discordant rows.
 * 1 where there are none. Says nothing about margins.
 *
 * @see McNemar 1947, "Note on the sampling error of the difference between correlated proportions or percentages"
 */
export function mcnemarP({ onlyFirst, onlySecond }: Omit<PairedTable, 'rows'>): number {
  const discordant = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // In logarithms, since 2^−discordant leaves the range of doubles above 1,074.
  let logTerm = -discordant * Math.LN2;
  for (let drawn = 1; drawn <= fewer; drawn += 1) logTerm += Math.log((discordant - drawn + 1) / drawn);
  let relative = 1;
  let sum = 0;
  for (let drawn = fewer; drawn >= 0; drawn -= 1) {
    sum += relative;
    relative *= drawn / (discordant - drawn + 1);
  }
  return Math.min(1, 2 * sum * Math.exp(logTerm));
}
