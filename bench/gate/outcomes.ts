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

/** 1 for each row that is right. */
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
