import type { LabelledReport, LabelPlan } from '../../contracts/labelling.ts';
import type { Report, Score, Who } from '../../contracts/report.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { openTest } from '../evaluation/openings.ts';
import { metricTitle } from '../metrics/metric.ts';
import { hashOf } from '../store/canonical-json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { keepReport } from './kept-labels.ts';
import { type LabelledRows, labelledRows } from './labelled-rows.ts';
import { labelledVerdict } from './labelled-verdict.ts';
import { peopleAgreement } from './people-agreement.ts';
import type { Opinion } from './people-say.ts';
import { BASELINES, type Pool } from './pool.ts';

export interface LabelledBuild {
  readonly report: Report;
  readonly spec: TaskSpec;
  readonly pool: Pool;
  readonly plan: LabelPlan;
  readonly opinions: ReadonlyMap<string, readonly Opinion[]>;
  readonly at: string;
}

/**
 * The verdict computed again from the labels so far, kept beside the bundle's report. It opens the inputs: each set of labels on
 * which a verdict is computed counts as a look, whatever build the student is of; the same labels of the same student again are free.
 */
export async function reportOnLabels(store: ObjectStore, build: LabelledBuild): Promise<LabelledReport> {
  const { plan, opinions } = build;
  const labels = hashOf(Object.fromEntries([...opinions].map(([row, said]) => [row, said])));
  const inputs = hashOf({ labelled: plan.rows.map(({ id }) => id).toSorted() });
  const look = await openTest(store, inputs, hashOf({ model: plan.modelHash, labels }), plan.buildId);
  return keepReport(store, reportOf(build, labels, look));
}

function reportOf(build: LabelledBuild, labels: string, look: number): LabelledReport {
  const { report, spec, pool, plan, opinions, at } = build;
  const rows = labelledRows(spec, pool, plan.rows, opinions);
  const scores = scoresOf(rows, spec, pool);
  const baseline = bestOf(scores.filter(({ who }) => who !== pool.student && who !== 'teacher'));
  const found = labelledVerdict({
    rows,
    plan: plan.rows,
    origin: pool.origin,
    margin: report.gate.margin,
    look,
    looks: plan.looks,
    unansweredShare: pool.unanswered / Math.max(1, pool.rows.length + pool.unanswered),
    student: scores.find(({ who }) => who === pool.student) ?? null,
    teacher: scores.find(({ who }) => who === 'teacher') ?? null,
    baseline,
  });
  return {
    version: 1,
    buildId: plan.buildId,
    modelHash: plan.modelHash,
    at,
    labels,
    look,
    looksAllowed: plan.looks,
    rows: {
      origin: pool.origin,
      all: plan.rows.length,
      unanswered: pool.unanswered,
      covered: rows.covered,
      differ: rows.differ,
      sampled: rows.sampled,
      undecided: rows.undecided,
    },
    table: { onlyStudent: rows.onlyStudent, onlyTeacher: rows.onlyTeacher },
    difference: found.difference,
    scores: [...scores],
    baseline,
    margin: report.gate.margin,
    rowsToSettle: found.needed,
    before: report.verdict,
    verdict: found.verdict,
    people: peopleOf(opinions),
    agreement: [...peopleAgreement(opinions)],
    warnings: [...warningsOf(build, rows)],
  };
}

/** Everybody's share of right answers; none where no row is labelled on which student and teacher say the same. */
function scoresOf(rows: LabelledRows, spec: TaskSpec, pool: Pool): readonly Score[] {
  const whos: readonly Who[] = [pool.student, 'teacher', ...baselinesOf(pool)];
  return whos.flatMap((who): readonly Score[] => {
    const rate = rows.rateOf(who);
    return rate === null ? [] : [{ who, on: 'gold', metric: metricOf(spec), ...rate, n: rows.covered }];
  });
}

const baselinesOf = ({ rows }: Pool): readonly Who[] =>
  BASELINES.filter((who) => rows.some(({ baselines }) => baselines[who] !== undefined));

/** People say right or wrong, so that what they say gives a rate. */
function metricOf({ labels, constraints }: TaskSpec): string {
  if (labels === null) return 'judged-right';
  return constraints.several ? 'exact-match' : 'accuracy';
}

function bestOf(scores: readonly Score[]): LabelledReport['baseline'] {
  const [best] = scores.toSorted((one, other) => other.value - one.value);
  return best === undefined ? null : { who: best.who, value: best.value };
}

function peopleOf(opinions: LabelledBuild['opinions']): LabelledReport['people'] {
  const counts = new Map<string, number>();
  for (const { by } of [...opinions.values()].flat()) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].map(([by, labels]) => ({ by, labels })).toSorted((one, other) => other.labels - one.labels);
}

function* warningsOf({ report, spec, pool }: LabelledBuild, rows: LabelledRows): Generator<string> {
  if (report.teacher['simulated'] === true)
    yield 'The teacher is simulated: a script, not a language model. What is found about it says nothing about a real one.';
  if (pool.origin === 'generated')
    yield "These are people's labels on invented inputs: they say who is right on such inputs, not how often on real ones.";
  if (rows.undecided > 0)
    yield `${rows.undecided} of ${rows.differ} rows on which student and teacher differ could not be decided; they count against whatever is claimed.`;
  if (metricOf(spec) !== report.task.metric)
    yield `People say right or wrong: this compares how often each is right, not ${metricTitle(report.task.metric)}, by which the build was judged.`;
  if (spec.labels === null && baselinesOf(pool).length > 0)
    yield 'Baselines are counted right only where they say what a person found right: they may be better than shown.';
  if (pool.unanswered > 0) yield `${pool.unanswered} test rows are left out: the teacher has no answer to them.`;
}
