import type { Candidate } from '../../contracts/candidate.ts';

/** What policy `auto` could choose from in one search. */
export interface Decision {
  /** Id of the right dataset; null where it was taken out of the sources. */
  readonly right: string | null;
  /** Candidates, best first; `good` says that it would be taken if it were near enough. */
  readonly candidates: readonly Pick<Candidate, 'id' | 'fit' | 'scores'>[];
}

/** What policy `auto` does over all searches, with good fits from one similarity on. */
export interface FitFigures {
  readonly good_from: number;
  /** Right imports of all imports. */
  readonly precision: number;
  /** Right imports of the searches with the right dataset there. */
  readonly recall: number;
  /** Wrong imports of the searches with the right dataset there. */
  readonly wrong_present: number;
  /** Wrong imports of the searches without it. */
  readonly wrong_absent: number;
}

/** Steps of the similarity; finer ones would fit these few prompts only. */
export const GOOD_FROM_STEPS = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5] as const;
/** The same where the teacher has read the rows; the first is below any. */
export const READ_FROM_STEPS = [-1, 0.1, 0.15, 0.2, 0.25, 0.3] as const;

/** Shares from 0 to 1; a share of nothing is 0. */
export function fitFigures(decisions: readonly Decision[], goodFrom: number): FitFigures {
  const taken: readonly Taken[] = decisions.map(({ right, candidates }) => ({
    right,
    use: candidates.find(({ fit, scores }) => fit === 'good' && scores.vector >= goodFrom)?.id ?? null,
  }));
  const present = taken.filter(({ right }) => right !== null);
  const absent = taken.filter(({ right }) => right === null);
  return {
    good_from: goodFrom,
    precision: share(present.filter(isRight).length, taken.filter(({ use }) => use !== null).length),
    recall: share(present.filter(isRight).length, present.length),
    wrong_present: share(present.filter(isWrong).length, present.length),
    wrong_absent: share(absent.filter(isWrong).length, absent.length),
  };
}

/** What one search ended with. */
interface Taken {
  readonly right: string | null;
  readonly use: string | null;
}

const isRight = ({ right, use }: Taken): boolean => use !== null && use === right;

const isWrong = ({ right, use }: Taken): boolean => use !== null && use !== right;

const share = (part: number, whole: number): number => Number((part / Math.max(1, whole)).toFixed(4));
