import type { Candidate } from '../../contracts/candidate.ts';

/**
 * Candidates of which rows may be sent to the teacher though nobody chose them: those of the hub, which everybody can
 * read, and of those at hand only what policy `auto` could import, so that rows that lie beside it stay where they are.
 */
export const shownToTeacher = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(({ place, proven }) => place.from === 'hub' || proven);
