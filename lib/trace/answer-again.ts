import type { Predictor } from '../inference/predictor.ts';
import type { PredictionRow } from '../report-page/page-facts.ts';
import { createRandom } from '../statistics/random.ts';
import { compared, type Difference } from './difference.ts';

/** A bundle laid out to answer, and what was recorded of it. */
export interface RecordedAnswers {
  readonly folder: string;
  readonly file: 'int8' | 'fp32';
  readonly rows: readonly PredictionRow[];
  /** Threads that the report was measured with. */
  readonly threads: number;
  /** The same seed draws the same rows. */
  readonly seed: string;
}

export interface AnsweredAgain {
  readonly asked: number;
  /** A row each whose answer is another than the recorded one. */
  readonly differences: readonly Difference[];
}

/** Answers a sample of the test rows with the file that ships, and compares with what the report was computed from. */
export async function answerAgain(
  predict: Predictor,
  recorded: RecordedAnswers,
  rows: number,
  signal: AbortSignal,
  onProgress: (done: number, of: number) => void,
): Promise<AnsweredAgain> {
  const { folder, file, threads, seed } = recorded;
  const sample = createRandom(seed).shuffle(recorded.rows).slice(0, rows);
  const differences: Difference[] = [];
  const inputs = sample.map(({ input }) => input);
  for await (const { index, output } of predict({ folder, file, inputs, threads, signal })) {
    const row = sample[index];
    if (row === undefined) throw new RangeError(`answer ${index} of ${sample.length} rows`);
    const known = row.answers[`student-${file}`] ?? '(none)';
    differences.push(...compared(`test row ${row.id}`, `answer of the ${file} file`, known, output));
    onProgress(index + 1, sample.length);
  }
  return { asked: sample.length, differences };
}
