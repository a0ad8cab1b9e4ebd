import { INPUTS_PER_CALL } from '../generation/limits.ts';
import { CALLS_PER_ARM, LABELS_PER_ARM, MOST_OTHER_ARMS, WORTH_SHARE } from './limits.ts';
import { spread } from './spread.ts';

/** Rows per input that the first wave counts on, as `workflows/generate-rows.ts` has it. */
const FIRST_YIELD = 0.95;

/** Calls of the first wave of generation. */
export const firstWaveCalls = (rowsWanted: number): number => Math.ceil(rowsWanted / FIRST_YIELD / INPUTS_PER_CALL);

/**
 * Numbers of the calls that the pilot makes: first, middle and last of the first wave, so that generation asks the very
 * same questions again and finds them paid.
 */
export const pilotCalls = (rowsWanted: number): readonly number[] =>
  spread(
    Array.from({ length: firstWaveCalls(rowsWanted) }, (_, call) => call),
    CALLS_PER_ARM,
  );

/** Whether comparing ways of writing is worth its calls: generation makes many more. */
export function isWorthComparing(rowsWanted: number, votes: number): boolean {
  const generation = firstWaveCalls(rowsWanted) * (1 + INPUTS_PER_CALL * votes);
  return MOST_OTHER_ARMS * (CALLS_PER_ARM + LABELS_PER_ARM) <= WORTH_SHARE * generation;
}
