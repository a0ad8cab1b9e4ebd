import type { Opinion } from '../../lib/labelling/people-say.ts';
import type { Pool, PoolRow } from '../../lib/labelling/pool.ts';
import { createRandom } from '../../lib/statistics/random.ts';

/** How often something is so among all inputs that a test could have been drawn from; 0..1. */
export interface Population {
  /** Student and teacher differ. */
  readonly differ: number;
  /** Where they differ: the student is right; the teacher; else neither. */
  readonly student: number;
  readonly teacher: number;
  /** Where they say the same: it is right. */
  readonly alike: number;
}

export interface DrawnTest {
  readonly pool: Pool;
  /** What a person who is never wrong would say. */
  readonly truth: ReadonlyMap<string, readonly Opinion[]>;
}

/** A test of so many rows from such a population; answers are the labels a and b, and c where neither is right. */
export function drawTest(population: Population, rows: number, seed: string): DrawnTest {
  const random = createRandom(seed);
  const truth = new Map<string, readonly Opinion[]>();
  const drawn = Array.from({ length: rows }, (_, at): PoolRow => {
    const id = `row-${at}`;
    const differ = random.next() < population.differ;
    const place = random.next();
    const right = differ
      ? place < population.student
        ? 'a'
        : place < population.student + population.teacher
          ? 'b'
          : 'c'
      : place < population.alike
        ? 'a'
        : 'c';
    truth.set(id, [{ by: 'ann', answer: { is: 'gold', output: right } }]);
    return { id, input: `input ${at}`, student: 'a', teacher: differ ? 'b' : 'a', baselines: { majority: 'b' } };
  });
  return { pool: { student: 'student-int8', origin: 'generated', rows: drawn, unanswered: 0 }, truth };
}
