import type { Example } from '../../contracts/example.ts';
import type { Slices, SliceScore } from '../../contracts/slices.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { METRICS } from '../metrics/metric.ts';
import { type Answer, scoredByMean } from '../metrics/scored-rows.ts';
import { holm } from '../statistics/holm.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { worseThanRest } from '../statistics/worse-than-rest.ts';
import { clusterSlices } from './cluster-slices.ts';
import type { InputTraits } from './input-traits.ts';
import { resampledInterval } from './score-answers.ts';
import { type RowSlice, sliceRows } from './slice-rows.ts';

/** With fewer rows an interval spans half of everything. */
const LEAST_ROWS = 20;
const ALPHA = 0.05;

interface SlicedTest {
  readonly spec: TaskSpec;
  readonly rows: readonly Example[];
  readonly student: readonly Answer[];
  /** Null where it was not scored. */
  readonly teacher: readonly Answer[] | null;
  readonly seed: number;
  /** Of the same rows. */
  readonly traits: InputTraits;
}

/**
 * How student and teacher fare on parts of the test. Rows count by the metric that decides, and by exact match where that
 * one is of all rows together. Intervals: Wilson where rows are right or wrong, else the bootstrap over groups. A slice is
 * weak where the student is worse on it than on the rest: one-sided, by Fisher's exact test or by the rank-sum test, at 5 %
 * after Holm's correction for all slices.
 */
export function slicesOf(test: SlicedTest): Slices {
  const scorer = rowScorer(test.spec, test.rows);
  const [student, teacher] = [scorer.score(test.student), test.teacher === null ? null : scorer.score(test.teacher)];
  const clusters = clusterSlices(test.traits, test.seed);
  const all = [...sliceRows(test.spec, test.rows, test.traits), ...(typeof clusters === 'string' ? [] : clusters)];
  const large = all.filter(({ places }) => places.length >= LEAST_ROWS);
  const corrected = holm(large.map((slice) => worseThanRest(slice.places, student, scorer.rows)));
  const scoreOn = ({ by, name, places }: RowSlice, scores: readonly number[]): SliceScore => {
    const own = places.map((place) => scores[place] ?? 0);
    const groups = places.map((place) => test.rows[place]?.group ?? '');
    const { value } = scoredByMean(own);
    const interval =
      scorer.rows === 'right-or-wrong'
        ? wilsonInterval(sumOf(own), own.length)
        : resampledInterval(value, { groups, seed: `${test.seed}/${by}/${name}` });
    return { value: value(), ...interval };
  };
  return {
    metric: scorer.metric,
    leastRows: LEAST_ROWS,
    small: all.length - large.length,
    ...(typeof clusters === 'string' ? { noClusters: clusters } : {}),
    slices: large.map((slice, at) => ({
      by: slice.by,
      name: slice.name,
      rows: slice.places.length,
      ...(slice.example === undefined ? {} : { example: test.rows[slice.example]?.id ?? '' }),
      student: scoreOn(slice, student),
      teacher: teacher === null ? null : scoreOn(slice, teacher),
      holmP: corrected[at] ?? 1,
      weak: (corrected[at] ?? 1) < ALPHA,
    })),
  };
}

/** Scores of each row, 0..1. */
function rowScorer({ metric, labels }: TaskSpec, rows: readonly Example[]) {
  const expected = rows.map((row) => row.output);
  const names = labels?.map(({ name }) => name);
  const hasRows = METRICS[metric].score([], [], names).perRow !== null;
  const used = hasRows ? metric : 'exact-match';
  return {
    metric: used,
    rows: METRICS[used].isRate ? ('right-or-wrong' as const) : ('graded' as const),
    score: (answers: readonly Answer[]): readonly number[] =>
      METRICS[used].score(expected, answers, names).perRow ?? expected.map(() => 0),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
