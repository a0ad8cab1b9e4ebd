import type { Answer } from '../metrics/scored-rows.ts';
import { METRICS } from '../metrics/metric.ts';
import { shippedStudent } from '../report-page/page-facts.ts';
import { countGroups } from '../statistics/bootstrap.ts';
import type { Interval } from '../statistics/interval.ts';
import { MIN_GROUPS } from '../statistics/paired-bootstrap.ts';
import { rowsToSettle } from '../statistics/power.ts';
import { ALPHA } from '../verdict/decide-verdict.ts';
import { MIN_ROWS } from '../verdict/evidence.ts';
import { type PairedDifference, pairedDifference } from '../verdict/paired-difference.ts';
import { aboutRows, points, pointsAtLeast, pointsAtMost } from '../verdict/points.ts';
import { taskDifference } from './task-difference.ts';
import type { TestedModel } from './tested-model.ts';

export interface ComparedModels {
  /** `worse`: proven to be. `unproven`: whether it is cannot be said. */
  readonly finding: 'no-worse' | 'worse' | 'unproven';
  readonly sentence: string;
}

/**
 * Whether a candidate is no worse than the version that is released, by the rule of the verdict: on the same gold rows, the
 * one-sided lower limit of candidate − released above −margin, each limit at 0.05 / openings, from 40 rows on. The rows are
 * those of the candidate's evaluation where that version answered them too, else the test rows that both builds share.
 */
export function compareModels(candidate: TestedModel, released: TestedModel, title: string): ComparedModels {
  if (candidate.bundleHash === released.bundleHash) return { finding: 'no-worse', sentence: `It is ${title} itself.` };
  const difference = taskDifference(released.task, candidate.task);
  if (difference !== null) {
    return unproven(`${capital(title)} answers another task (${difference}), so no row can compare them.`);
  }
  const origin = candidate.report.scores[0]?.on;
  if (origin === 'generated') {
    return unproven(`The test rows are the teacher's own: they cannot tell whether it is worse than ${title}.`);
  }
  const rows = sharedRows(candidate, released);
  if (rows.length < MIN_ROWS) {
    return unproven(
      `Only ${rows.length} test rows were answered by it and by ${title}; at least ${MIN_ROWS} are needed.`,
    );
  }
  return judge(candidate.report, rows, title);
}

interface SharedRow {
  readonly expected: string;
  readonly candidate: Answer;
  readonly released: Answer;
  readonly group: string;
}

function sharedRows(candidate: TestedModel, released: TestedModel): readonly SharedRow[] {
  const own = shippedStudent(candidate.report);
  const answered = candidate.report.released?.bundleHash === released.bundleHash;
  const other = shippedStudent(released.report);
  const theirs = new Map(released.rows.map(({ id, answers }) => [id, answers[other]]));
  return candidate.rows.flatMap(({ id, expected, answers }) => {
    const theirAnswer = answered ? answers['released'] : theirs.get(id);
    const ownAnswer = answers[own];
    if (ownAnswer === undefined || theirAnswer === undefined) return [];
    return [{ expected, candidate: ownAnswer, released: theirAnswer, group: candidate.groups.get(id) ?? id }];
  });
}

function judge({ task, gate }: TestedModel['report'], rows: readonly SharedRow[], title: string): ComparedModels {
  const expected = rows.map((row) => row.expected);
  const groups = rows.map(({ group }) => group);
  const scoreOf = (answers: readonly Answer[]) =>
    METRICS[task.metric].score(expected, answers, task.labels ?? undefined);
  const own = scoreOf(rows.map(({ candidate }) => candidate));
  const other = scoreOf(rows.map(({ released }) => released));
  const found = pairedDifference({ metric: task.metric, groups, seed: 'released' }, own, other);
  const alpha = ALPHA / gate.openingsAllowed;
  const limits = found.interval(alpha);
  const name = METRICS[task.metric].title;
  if (limits === null) {
    return unproven(
      `${name} needs at least ${MIN_GROUPS} independent test rows for an interval, and ${countGroups(groups)} were answered by it and by ${title}.`,
    );
  }
  const confidence = `${Number((100 * (1 - alpha)).toFixed(2))} % confidence`;
  const values = `(${name} ${points(own.value())} against ${points(other.value())}; ${confidence})`;
  const words = { where: `On ${rows.length} test rows that both answered`, title, values };
  const needed = rowsNeeded(found, gate.margin, alpha);
  return decide(limits, gate.margin, words, needed === null ? null : Math.max(needed, rows.length + 1));
}

function rowsNeeded({ variance, difference, varianceAt }: PairedDifference, margin: number, alpha: number) {
  if (variance === null) return null;
  return rowsToSettle(variance, difference + margin, alpha, varianceAt(-margin) ?? variance);
}

interface Words {
  readonly where: string;
  readonly title: string;
  readonly values: string;
}

function decide(
  { low, high }: Interval,
  margin: number,
  { where, title, values }: Words,
  needed: number | null,
): ComparedModels {
  if (high < -margin) {
    const sentence = `${where} it is at least ${pointsAtLeast(-high)} points worse than ${title} ${values}: more than the margin of ${points(margin)}.`;
    return { finding: 'worse', sentence };
  }
  if (low <= -margin) {
    const more = needed === null ? '' : `; ${aboutRows(needed)} would settle it`;
    return unproven(
      `${where} it may be up to ${pointsAtMost(-low)} points worse than ${title} ${values}, and the margin is ${points(margin)}${more}.`,
    );
  }
  const limit =
    low > 0
      ? `at least ${pointsAtLeast(low)} points better than ${title} ${values}`
      : `at most ${pointsAtMost(-low)} points worse than ${title} ${values}, within the margin of ${points(margin)}`;
  return { finding: 'no-worse', sentence: `${where} it is ${limit}.` };
}

const unproven = (sentence: string): ComparedModels => ({ finding: 'unproven', sentence });

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
