import type { Price } from '../../contracts/budget.ts';
import type { Estimate } from '../../contracts/plan.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { splitGold } from '../dataset/gold-split.ts';
import { defaultMetric } from '../metrics/default-metric.ts';
import { chooseDemonstrations } from '../task/demonstrations.ts';
import type { CheckedTask } from '../task/read-task.ts';
import { estimate } from './estimate.ts';
import type { TaskFacts } from './task-facts.ts';
import { taskFigures } from './task-figures.ts';

/** The estimate before anything was asked: for both kinds, in turn, where the task does not say its own. */
export function estimateFromTask(
  task: CheckedTask,
  config: TaskConfig,
  price: Price | null,
  trainMinutes: number,
): Estimate {
  const kinds: readonly TaskKind[] = config.kind === null ? ['labels', 'text'] : [config.kind];
  return estimate(
    kinds.map((kind) => taskFigures(factsOf(task, config, kind, price, trainMinutes))),
    'priors',
  );
}

function factsOf(
  task: CheckedTask,
  config: TaskConfig,
  kind: TaskKind,
  price: Price | null,
  trainMinutes: number,
): TaskFacts {
  const gold = task.examples.map(({ row }) => row);
  const { shown, heldOut } = task.test === null ? splitGold(gold) : { shown: gold, heldOut: [] };
  const isTestGenerated = task.test === null && heldOut.length === 0;
  const testInputs = (task.test?.map(({ row }) => row) ?? heldOut).map((row) => row.input);
  return {
    config,
    spec: draftSpec(config, kind, shown),
    testInputs,
    testRows: isTestGenerated ? config.generate.testRows : testInputs.length,
    isTestGenerated,
    goldRows: shown.length,
    price,
    trainMinutes,
  };
}

/** The task as far as it is known: what must be read from the prompt is left out, for the prompt holds it once either way. */
function draftSpec(config: TaskConfig, kind: TaskKind, gold: readonly TaskSpec['demonstrations'][number][]): TaskSpec {
  const first = gold[0]?.input;
  const outputs = [...new Set(gold.map((row) => row.output))];
  const labels = config.labels ?? outputs.map((name) => ({ name, description: null }));
  const { metric, reason } = defaultMetric({ kind, constraints: config.constraints, examples: [] });
  return {
    version: 1,
    name: config.name,
    instruction: config.prompt,
    instructionEnglish: null,
    language: null,
    kind,
    fields: first === undefined || typeof first === 'string' ? null : Object.keys(first),
    labels: kind === 'labels' ? [...labels] : null,
    constraints: config.constraints,
    metric: config.metric ?? metric,
    metricReason: reason,
    demonstrations: [...chooseDemonstrations(gold, kind)],
    notes: [],
  };
}
