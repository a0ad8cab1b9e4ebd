import type { PlannedRow } from '../../contracts/labelling.ts';
import { createRandom } from '../statistics/random.ts';
import type { PoolRow } from './pool.ts';

/** Of rows on which both say the same, at least so many are asked: below, a share of them says next to nothing. */
const LEAST_ALIKE = 20;
/** Beside two rows that differ one that does not: enough for how often each is right, and a person cannot tell which is which. */
const ALIKE_FOR_EACH = 0.5;

/**
 * All rows in a random order, and which of them people are asked: those on which student and teacher differ, and a share of
 * all rows drawn whatever the answers are. A row on which both say the same cannot move their difference, so that with
 * the first m rows done the paired table of m rows is complete. The share is taken at even steps of the random order, so that
 * every first part of it has its part of the share; it holds about `alikeWanted` rows on which both say the same. The same rows and seed give the same plan.
 */
export function drawPlan(rows: readonly PoolRow[], seed: string, alikeWanted?: number): readonly PlannedRow[] {
  const differing = rows.filter(differs).length;
  const alike = rows.length - differing;
  const wanted = alikeWanted ?? Math.max(LEAST_ALIKE, Math.round(ALIKE_FOR_EACH * differing));
  const share = alike === 0 ? 0 : Math.min(1, wanted / alike);
  return createRandom(seed)
    .shuffle(rows)
    .map((row, at) => ({
      id: row.id,
      differs: differs(row),
      random: Math.floor((at + 1) * share) > Math.floor(at * share),
    }));
}

const differs = ({ student, teacher }: PoolRow): boolean => student !== teacher;

/** Whether people are asked about it. */
export const isAsked = ({ differs: differing, random }: PlannedRow): boolean => differing || random;
