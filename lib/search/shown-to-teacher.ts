import type { Candidate } from '../../contracts/candidate.ts';
import { ON_TOPIC } from './good-fit.ts';

/**
 * Candidates of which rows may be sent to the teacher though nobody chose them: those of the hub, which everybody can
 * read, and of those at hand only what is proven or on the topic of the task, so that rows that merely lie beside it stay
 * where they are.
 */
export const shownToTeacher = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(({ place, proven, scores }) => place.from === 'hub' || proven || scores.vector >= ON_TOPIC);
