import type { Candidate } from '../../contracts/candidate.ts';

/** What speaks for taking a dataset without asking, where nobody has read its rows. */
export interface FitEvidence {
  /** From 1: where it stands among the candidates. */
  readonly place: number;
  /** Its values prove that its outputs are those of the task. */
  readonly proven: boolean;
  /** Similarity with the task, of all its texts. */
  readonly vector: number;
  /** Similarity of the instruction with its nearest rows alone. */
  readonly rows: number;
}

/** The step that docs/decisions/2026-11-21-good-fit.md chose; measured by `bench retrieval`. */
const GOOD_FROM = 0.25;
/** Below it, labels or a description read alike, and the rows are about something else. */
const ROWS_FROM = 0.2;

/**
 * Whether policy `auto` may take a dataset that the teacher has not read: only the best one, proven, and near by what is
 * said of it and by its rows. `from` is the similarity it takes.
 */
export const isGoodFit = ({ place, proven, vector, rows }: FitEvidence, from: number = GOOD_FROM): boolean =>
  place === 1 && proven && vector >= from && rows >= ROWS_FROM;

/**
 * Whether policy `auto` may take a dataset that the teacher has read: its rows do the task, and its values prove it.
 * Similarity stood in for reading; it no longer counts.
 */
export const isGoodReading = ({ proven, reading }: Pick<Candidate, 'proven' | 'reading'>): boolean =>
  proven && reading?.does === 'yes';
