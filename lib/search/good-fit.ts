import type { Candidate } from '../../contracts/candidate.ts';
import type { TaskKind } from '../../contracts/task-file.ts';

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

/** From here on a dataset has something to do with the task: docs/decisions/2026-11-22-reading-candidates.md. */
export const ON_TOPIC = 0.15;

/**
 * Whether policy `auto` may take a dataset that the teacher has read: its rows do the task, and they are proven by values
 * or on its topic. Where labels are to be the task's own, a reader of three rows cannot stand in for the proof.
 */
export const isGoodReading = (
  { proven, reading, scores }: Pick<Candidate, 'proven' | 'reading' | 'scores'>,
  kind: TaskKind,
): boolean => reading?.does === 'yes' && (proven || (kind !== 'labels' && scores.vector >= ON_TOPIC));
