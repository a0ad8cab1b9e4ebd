import type { ParsedTask } from '../contracts/activities.ts';
import type { Amount, Price } from '../contracts/budget.ts';
import { NOTHING, times } from './ledger.ts';
import type { Build } from './build.ts';
import { teacher } from './stage-options.ts';

/** The task spec. A task file that says kind, labels and format costs no call; a bare prompt costs one. */
export async function readTask(build: Build): Promise<ParsedTask> {
  const wish = { expected: worstOfReading(build.context.teacher.price), least: NOTHING, sharers: 1 };
  const task = await build.spend(wish, (grant) =>
    teacher.parseTask.executeWithOptions({ summary: 'Read the task' }, [{ build: build.context, grant }]).then(uncut),
  );
  build.learned(task);
  return task;
}

/** What reading a task may cost at the most: a prompt of 32,000 tokens and an answer of 4,096, tried six times. */
function worstOfReading(price: Price | null): Amount {
  const usd = price === null ? 0 : (32_000 * price.inputPer1M + 4_096 * price.outputPer1M) / 1e6;
  return times({ usd, tokens: 36_096, calls: 1 }, 6);
}

const uncut = <Result extends object>(result: Result) => ({ ...result, cut: null });

export const noteTask = (task: ParsedTask): string =>
  `${task.kind}${task.labelCount > 0 ? `, ${task.labelCount} labels` : ''}, ${task.metric}, ${task.rowsWanted} rows wanted`;
