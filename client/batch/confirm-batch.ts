import type { Amount } from '../../contracts/budget.ts';
import type { BuildOperations } from '../../contracts/task-config.ts';
import { taskConfig } from '../../lib/task/task-config.ts';
import { worstCase, type WorstCase } from '../../lib/task/worst-case.ts';
import { askToGoOn, capOf, worstLines } from '../confirm-cost.ts';
import type { VerbCall } from '../verb.ts';
import type { SoundFile } from './collect-tasks.ts';

/** A task with the operations that were confirmed. */
export interface ConfirmedTask extends SoundFile {
  readonly operations: BuildOperations;
}

/**
 * Shows what all builds may cost together; on a terminal a person confirms it once, unless `--yes` does. What was confirmed
 * caps each build without a budget of its own at its own worst case. Elsewhere each goes on under its own budget alone.
 * @throws CommandFailure `not-confirmed`
 */
export async function confirmBatch(call: VerbCall, tasks: readonly SoundFile[]): Promise<readonly ConfirmedTask[]> {
  const { terminal } = call;
  const costs = tasks.map((task) => ({ task, worst: worstOf(task) }));
  const open = costs.filter(({ task }) => !hasBudget(task)).length;
  const isPriced = tasks.every(({ prepared }) => prepared.operations.price !== null);
  const all = costs.map(({ worst }) => worst).reduce(plusWorst, { most: NOTHING, undisturbed: NOTHING });
  for (const line of worstLines(all, isPriced ? 'priced' : 'unpriced')) terminal.say(line);
  terminal.say(`${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}, ${open} of them without a budget.`);
  const isConfirmed = call.options['yes'] === true;
  if (!isConfirmed && terminal.shows === 'lines')
    return tasks.map((task) => ({ ...task, operations: task.prepared.operations }));
  if (!isConfirmed) await askToGoOn(call, open === 0 ? 'all' : 'none');
  else if (open > 0) terminal.say("--yes makes a build's worst case its budget.");
  return costs.map(({ task, worst }) => {
    const { operations } = task.prepared;
    return {
      ...task,
      operations: hasBudget(task) ? operations : { ...operations, budget: capOf(worst.most, operations) },
    };
  });
}

const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };

const hasBudget = ({ prepared }: SoundFile): boolean => Object.keys(prepared.operations.budget).length > 0;

function worstOf({ prepared: { task, operations } }: SoundFile): WorstCase {
  return worstCase(task, taskConfig(task, { examples: null, test: null }, operations.baseUrl), operations.price);
}

const plusWorst = (a: WorstCase, b: WorstCase): WorstCase => ({
  most: plus(a.most, b.most),
  undisturbed: plus(a.undisturbed, b.undisturbed),
});

const plus = (a: Amount, b: Amount): Amount => ({
  usd: a.usd + b.usd,
  tokens: a.tokens + b.tokens,
  calls: a.calls + b.calls,
});
