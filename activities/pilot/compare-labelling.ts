import type { Agreement, Shown } from '../../contracts/plan.ts';
import { FEW } from '../../lib/generation/shown-demonstrations.ts';
import { METRICS } from '../../lib/metrics/metric.ts';
import type { Answer } from '../../lib/metrics/scored-rows.ts';
import { chooseAbove } from '../../lib/pilot/choose-arm.ts';
import { comparedGold, feasibilityRows } from '../../lib/pilot/feasibility-rows.ts';
import { GOLD_TO_COMPARE } from '../../lib/pilot/limits.ts';
import type { PilotDesk, PilotTask } from './pilot-desk.ts';

/**
 * How many demonstrations labels are asked for with: what agrees best with gold rows, from 100 of them on; all, otherwise.
 * Votes keep their one temperature: a majority, or the medoid, of k votes does not know in which order they came, so that
 * annealing them up or down would be the same.
 */
export async function compareLabelling(
  desk: PilotDesk,
  task: PilotTask,
): Promise<{ readonly shown: Shown; readonly reason: string; readonly gold: readonly Agreement[] }> {
  const { spec, gold } = task;
  if (gold.length < GOLD_TO_COMPARE)
    return {
      shown: 'all',
      gold: [],
      reason: `the default: ${gold.length} gold rows that are not test, ${GOLD_TO_COMPARE} are needed to compare`,
    };
  if (spec.demonstrations.length === 0)
    return { shown: 'all', gold: [], reason: 'there are no demonstrations to show' };
  const rows = comparedGold(spec, gold, task.config.seed);
  const ways: readonly Shown[] = spec.demonstrations.length > FEW ? ['all', 'few', 'none'] : ['all', 'none'];
  const measured: Agreement[] = [];
  for (const shown of ways) {
    const asked = rows.map(({ input }) => ({ input, vote: 0 }));
    const answers = await desk.vote(asked, shown, desk.tally);
    measured.push({
      shown,
      rows: rows.length,
      metric: spec.metric,
      value: agreement(
        task,
        rows.map((row) => row.output),
        answers,
      ),
    });
  }
  const [all, ...others] = measured;
  if (all === undefined) return { shown: 'all', gold: [], reason: 'nothing was measured' };
  const best = chooseAbove(all, others, (one) => one.value);
  const figures = measured.map((one) => `${one.shown} ${one.value.toFixed(2)}`).join(', ');
  return {
    shown: best.shown,
    gold: measured,
    reason: `${spec.metric} on ${rows.length} gold rows with demonstrations shown: ${figures}`,
  };
}

/** The teacher's own answers on demonstrations that it is not shown; null where there are none. */
export async function feasibility(desk: PilotDesk, task: PilotTask): Promise<Agreement | null> {
  const rows = feasibilityRows(task.spec, task.gold);
  if (rows.length === 0) return null;
  const answers = await desk.answer(rows.map(({ row, spec }) => ({ input: row.input, spec })));
  const outputs = answers.map((answer) => answer?.output ?? null);
  const value = agreement(
    task,
    rows.map(({ row }) => row.output),
    outputs,
  );
  return { shown: 'all', rows: rows.length, metric: task.spec.metric, value };
}

function agreement({ spec }: PilotTask, expected: readonly string[], answers: readonly Answer[]): number {
  const labels = spec.labels?.map((label) => label.name);
  return METRICS[spec.metric].score(expected, answers, labels).value();
}
