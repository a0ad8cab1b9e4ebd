import type { TestOrigin } from '../../contracts/report.ts';

/**
 * Votes on each test row for the contestant `teacher-vote`; 0 where there is none: with a single vote, which is as good as
 * one answer, and on generated rows, whose labels are the votes.
 */
export const votesOnTest = (origin: TestOrigin, votes: number): number =>
  origin === 'generated' || votes === 1 ? 0 : votes;
