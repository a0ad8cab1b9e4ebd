import type { Family } from '../../contracts/family.ts';
import type { Who } from '../../contracts/report.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { decideVerdict, type DecidedVerdict } from '../verdict/decide-verdict.ts';
import type { Contestant } from '../verdict/evidence.ts';
import type { Answers } from './answers.ts';
import type { ScoredTest } from './score-answers.ts';

/** Those whose answers cost nothing: a student that does not beat them is worth nothing. */
const BASELINES = ['majority', 'copy', 'nearest', 'tfidf'] as const satisfies readonly Who[];

/** The verdict on the file that ships, by the metric that decides, from everybody's answers to the same rows. */
export function judgeStudent(
  test: ScoredTest,
  answers: Answers,
  facts: {
    readonly student: 'student-int8' | 'student-fp32';
    readonly gate: TaskConfig['gate'];
    readonly confirmed: boolean;
    readonly opening: number | null;
    /** Of the student: one that is what a baseline is, cannot beat it. */
    readonly family: Family | null;
    readonly unansweredShare: number;
  },
): DecidedVerdict {
  const contestant = (who: Who): readonly Contestant[] => {
    const given = answers[who];
    if (given === undefined) return [];
    return [{ who, scored: METRICS[test.metric].score(test.expected, given, test.labels ?? undefined) }];
  };
  const [student] = contestant(facts.student);
  if (student === undefined) throw new Error(`${facts.student} answered nothing`);
  return decideVerdict({
    metric: test.metric,
    origin: test.origin === 'imported' && facts.confirmed ? 'imported-confirmed' : test.origin,
    groups: test.groups,
    student,
    teacher: contestant('teacher')[0] ?? null,
    baselines: BASELINES.filter((who) => who !== facts.family).flatMap(contestant),
    others: contestant('released'),
    gate: facts.gate,
    opening: facts.opening,
    unansweredShare: facts.unansweredShare,
    unusableShare: unusableShare(answers.teacher ?? []),
    seed: test.seed,
  });
}

const unusableShare = (answers: readonly Answer[]): number =>
  answers.length === 0 ? 0 : answers.filter((answer) => answer === null).length / answers.length;
