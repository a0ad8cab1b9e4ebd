import type { Program } from '../code/program.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { scoredBySums } from './scored-by-sums.ts';
import { sharedCount } from './shared-count.ts';

/** Of every expected text and every answer. */
export type Programs = ReadonlyMap<string, Program>;

/**
 * Share of the expected programs' syntax subtrees that stand in the answers, over all rows together, 0..1. One in the answer
 * is met by any number of those expected. An answer that is none counts as an empty program.
 * @see Ren et al. 2020, "CodeBLEU: a Method for Automatic Evaluation of Code Synthesis", section 3.3
 */
export const scoreSyntaxMatch = (
  expected: readonly string[],
  answers: readonly Answer[],
  programs: Programs,
): ScoredRows => scoredBySums(eachPair(expected, answers, programs, syntaxCounts), ([met = 0, of = 0]) => met / of);

/**
 * Share of the expected programs' data-flow edges that stand in the answers, over all rows together, 0..1; each edge of an
 * answer meets one. 0 where no expected program has an edge, as the reference has it.
 * @see Ren et al. 2020, section 3.4
 */
export const scoreFlowMatch = (
  expected: readonly string[],
  answers: readonly Answer[],
  programs: Programs,
): ScoredRows =>
  scoredBySums(eachPair(expected, answers, programs, flowCounts), ([met = 0, of = 0]) => (of === 0 ? 0 : met / of));

/** Subtrees met, and subtrees expected. */
export const syntaxCounts = (wanted: Program, given: Program): readonly [number, number] => {
  const own = new Set(given.subtrees);
  return [wanted.subtrees.filter((subtree) => own.has(subtree)).length, wanted.subtrees.length];
};

/** Edges met, and edges expected. */
export const flowCounts = (wanted: Program, given: Program): readonly [number, number] => [
  sharedCount(wanted.flow, given.flow),
  wanted.flow.length,
];

/** @throws RangeError for a text that was not read */
export function eachPair<Result>(
  expected: readonly string[],
  answers: readonly Answer[],
  programs: Programs,
  compare: (wanted: Program, given: Program, row: number) => Result,
): readonly Result[] {
  requireSameLength(expected, answers);
  return expected.map((text, row) => compare(programOf(text, programs), programOf(answers[row] ?? '', programs), row));
}

function programOf(text: string, programs: Programs): Program {
  const program = programs.get(text);
  if (program === undefined) throw new RangeError(`a program of ${text.length} characters was not read`);
  return program;
}
