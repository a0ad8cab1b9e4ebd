import type { Random } from '../../lib/statistics/random.ts';

/** How two who answer the same rows hang together. */
export interface Pairing {
  readonly rows: number;
  /** Share of rows that the teacher gets right. */
  readonly teacher: number;
  /** Share of rows that the student alone gets right, and that the teacher alone does: their difference is the true one. */
  readonly onlyStudent: number;
  readonly onlyTeacher: number;
}

/** What each row scores, 0..1: 1 or 0 where a row is right or wrong. */
export type Outcomes = readonly number[];

export const drawTeacher = ({ rows, teacher }: Pairing, random: Random): Outcomes =>
  Array.from({ length: rows }, () => (random.next() < teacher ? 1 : 0));

/** A student of the pairing, given what the teacher got right: many of them may face one teacher. */
export const drawStudent = (pairing: Pairing, teacher: Outcomes, random: Random): Outcomes => {
  const rightToo = 1 - pairing.onlyTeacher / pairing.teacher;
  const rightAlone = pairing.onlyStudent / (1 - pairing.teacher);
  return teacher.map((right) => (random.next() < (right === 1 ? rightToo : rightAlone) ? 1 : 0));
};

/** Right on the given share of rows, whatever they are. */
export const drawBaseline = ({ rows }: Pairing, share: number, random: Random): Outcomes =>
  Array.from({ length: rows }, () => (random.next() < share ? 1 : 0));

/** What each row scores, evenly between 0.5 and 1: as metrics are that know more than right and wrong. */
export const drawGradedTeacher = (rows: number, random: Random): Outcomes =>
  Array.from({ length: rows }, () => 0.5 + random.next() / 2);

/** As the teacher on all rows but the given share, where it loses 0.5 on the average: percentile limits fail on these. */
export const drawRarelyBad = (teacher: Outcomes, share: number, random: Random): Outcomes =>
  teacher.map((score) => score - (random.next() < share ? random.next() : 0));
