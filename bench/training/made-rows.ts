import { createRandom } from '../../lib/statistics/random.ts';
import type { StudentRow } from '../../lib/student/student-rows.ts';

/** One token each for MiniLM, so that the words of a row are its tokens but for two. */
const WORDS =
  'the a my your order parcel card bill late new old please help where when why it was is not paid sent lost broken today';

export const LABELS: readonly string[] = ['billing', 'delivery', 'other'];

export interface RowLengths {
  /** Words of the shortest row, and of the longest; each length between them as likely. */
  readonly least: number;
  readonly most: number;
}

/** Rows that nothing can be learned from: only how long they are matters. The same seed gives the same ones. */
export function madeRows(count: number, { least, most }: RowLengths, seed: string): readonly StudentRow[] {
  const random = createRandom(seed);
  const words = WORDS.split(' ');
  const word = (): string => words[random.int(words.length)] ?? '';
  return Array.from({ length: count }, (_, number) => ({
    text: Array.from({ length: least + random.int(most - least + 1) }, word).join(' '),
    output: LABELS[number % LABELS.length] ?? '',
    weight: 1,
    agreement: 1,
  }));
}
