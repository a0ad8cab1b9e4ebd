import { type Score, Who } from '../../contracts/report.ts';
import type { CodeReading } from '../code/read-programs.ts';
import { scoreCloseness } from '../metrics/closeness.ts';
import { scoreEditF1 } from '../metrics/edit-f1.ts';
import type { MeasureName } from '../metrics/measures.ts';
import type { MeasuredTask } from '../metrics/metrics-of-task.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from '../metrics/scored-rows.ts';
import type { Answers } from './answers.ts';
import { programMeasures } from './program-measures.ts';
import { resampledInterval, type ScoredTest } from './score-answers.ts';

/** Vectors of length 1, of every expected text and every answer. */
export type Vectors = ReadonlyMap<string, Float32Array>;

interface Measured extends ScoredTest, MeasuredTask {
  /** Each input as one text. */
  readonly texts: readonly string[];
  /** Null where no embedder was at hand, or no answer is a text. */
  readonly vectors: Vectors | null;
  /** Null or absent where the outputs are no programs. */
  readonly code?: CodeReading | null;
}

/**
 * What is shown beside the metrics and never decides: of a scale the mean absolute error in its steps, of edits the F1 over
 * edits, of programs CodeBLEU and its matches, of free texts the mean cosine of expected text and answer. 95 % intervals by the bootstrap over groups.
 */
export function scoreMeasures(test: Measured, answers: Answers): readonly Score[] {
  const { kind, constraints } = test;
  const score = (name: MeasureName, scoreWho: (given: readonly Answer[]) => ScoredRows['value']): readonly Score[] =>
    Who.options.flatMap((who) => {
      const given = answers[who];
      if (given === undefined) return [];
      const statistic = scoreWho(given);
      const { low, high } = resampledInterval(statistic, test);
      return [{ who, on: test.origin, metric: name, value: statistic(), low, high, n: given.length }];
    });
  if (kind === 'labels' && constraints.ordered && !constraints.several)
    return score('mean-absolute-error', (given) => stepsOff(test, given));
  if (kind === 'edit') return score('edit-f1', (given) => scoreEditF1(test.texts, test.expected, given).value);
  const { vectors, code } = test;
  if (code) return programMeasures(test.expected, code).flatMap(({ name, scoreWho }) => score(name, scoreWho));
  if (kind !== 'text' || vectors === null) return [];
  return score('similarity', (given) => scoreSimilarity(test.expected, given, vectors).value);
}

/** Closeness turned round: an answer outside the scale is as far off as the scale is long. */
function stepsOff({ expected, labels }: Measured, given: readonly Answer[]): ScoredRows['value'] {
  const closeness = scoreCloseness(expected, given, labels ?? []);
  const longest = Math.max(1, (labels?.length ?? 0) - 1);
  return (weights) => longest * (1 - closeness.value(weights));
}

/** Mean over rows of the cosine of both texts' vectors, −1..1; 0 for an answer that is none. */
function scoreSimilarity(expected: readonly string[], given: readonly Answer[], vectors: Vectors): ScoredRows {
  const vectorOf = (text: string): Float32Array => {
    const vector = vectors.get(text);
    if (vector === undefined) throw new RangeError(`a text of ${text.length} characters was not embedded`);
    return vector;
  };
  return scoredByMean(scoreEachRow(expected, given, (wanted, answer) => dot(vectorOf(wanted), vectorOf(answer))));
}

const dot = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
