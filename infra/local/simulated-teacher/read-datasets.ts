import type { SimulatedTask } from './simulated-task.ts';

/** Where the first of the datasets that are to be read begins. */
const DATASETS = /\n\nDataset (?=[A-Z]\n)/;
const ROW = /^- input: (.*)\n {2}output: (.*)$/gm;

export const beforeDatasets = (message: string): string => message.split(DATASETS)[0] ?? '';

/** An answer to `rank-datasets`: the script does the task on the rows shown, and sees whether the datasets do the same. */
export function readDatasets(task: SimulatedTask, message: string): Record<string, unknown> {
  const datasets = message
    .split(DATASETS)
    .slice(1)
    .map((part) => readOne(task, part));
  const order = [...datasets].toSorted((one, other) => other.right - one.right);
  return {
    datasets: datasets.map(({ name, reason, does }) => ({ name, reason, does })),
    order: order.map(({ name }) => name),
  };
}

function readOne(task: SimulatedTask, part: string) {
  const rows = [...part.matchAll(ROW)].map(([, input = '', output = '']) => ({ input, output }));
  const same = rows.filter(({ input, output }) => task.understand(input) === output).length;
  const right = rows.length === 0 ? 0 : same / rows.length;
  const does = right === 1 ? 'yes' : right > 0 ? 'partly' : 'no';
  return {
    name: part.slice(0, 1),
    reason: `${same} of ${rows.length} rows are answered as the task would be`,
    does,
    right,
  };
}
