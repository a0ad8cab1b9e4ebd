import type { FoundDatasets, ParsedTask, RankedDatasets } from '../contracts/activities.ts';
import type { Amount, Price } from '../contracts/budget.ts';
import type { Build } from './build.ts';
import { NOTHING, times } from './ledger.ts';
import { teacher } from './stage-options.ts';

/** What a search found, and what the teacher said of it; null where it was not asked. */
export interface Found extends FoundDatasets {
  readonly read: Pick<RankedDatasets, 'shown' | 'refused'> | null;
}

/**
 * Lets the teacher read the candidates where a policy decides by itself. It is not asked where a person looks, nor where a
 * sole candidate is plain. Without a usable answer, or money for
 * one, the search's own order and its own rule stand.
 */
export async function readCandidates(build: Build, task: ParsedTask, found: FoundDatasets): Promise<Found> {
  if (task.retrieve !== 'auto' || !isWorthReading(found)) return { ...found, read: null };
  build.keep(found);
  const wish = { expected: worstOfReading(build.context.teacher.price), least: NOTHING, sharers: 1 };
  const ranked = await build.spend(wish, (grant) =>
    teacher.rankDatasets.executeWithOptions({ summary: 'Let the teacher read what was found' }, [
      { build: build.context, spec: task.spec, listing: found.listing, grant },
    ]),
  );
  const { listing, candidates, shown, refused, record } = ranked;
  if (refused !== null)
    build.remark(
      `The teacher did not say which of the datasets found fit the task (${plain(refused)}): the search alone decided.`,
    );
  return { ...found, listing, candidates, record, read: { shown, refused } };
}

/** Builds that began before candidates were read do not tell whether one is proven. */
const isWorthReading = ({ candidates }: FoundDatasets): boolean =>
  candidates.some(({ proven }) => proven !== undefined) && !(candidates.length === 1 && candidates[0]?.fit === 'good');

/** What a reading may cost at the most: a prompt of 32,000 tokens and an answer of 1,024, tried three times. */
function worstOfReading(price: Price | null): Amount {
  const usd = price === null ? 0 : (32_000 * price.inputPer1M + 1_024 * price.outputPer1M) / 1e6;
  return times({ usd, tokens: 33_024, calls: 1 }, 3);
}

/** What the reading came to, in a clause; empty where there was none. */
export function noteRead({ candidates, read }: Found): string {
  if (read === null || read.shown === 0) return '';
  if (read.refused !== null) return `; the teacher did not say which (${plain(read.refused)})`;
  const fitting = candidates.filter(({ reading }) => reading?.does === 'yes').length;
  return `; of ${read.shown} that the teacher read, ${fitting} ${fitting === 1 ? 'does' : 'do'} this very task`;
}

/** Why there was no answer, for people. */
function plain(refused: string): string {
  if (refused === 'unfunded') return 'the budget does not hold the question';
  if (refused === 'unanswered') return 'the endpoint never answered';
  return `no answer could be used: ${refused}`;
}
