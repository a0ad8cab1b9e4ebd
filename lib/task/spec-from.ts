import type { GoldRow } from '../../contracts/example.ts';
import { StageFailure } from '../../contracts/failure.ts';
import type { Label, TaskConfig } from '../../contracts/task-config.ts';
import { BuildableKind, type TaskSpec } from '../../contracts/task-spec.ts';
import { defaultMetric } from '../metrics/default-metric.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { inputText } from '../task-input/input-text.ts';
import { chooseDemonstrations } from './demonstrations.ts';

/**
 * The task spec: what the task file says, else what the teacher read from the prompt (`read`, null where nobody was asked).
 * `gold` are the gold rows that may be shown.
 * @throws StageFailure `prompt-unclear` where the labels are neither said nor to be read from the prompt
 */
export function specFrom(config: TaskConfig, gold: readonly GoldRow[], read: ParseTaskAnswer | null): TaskSpec {
  const kind = BuildableKind.parse(config.kind ?? read?.kind);
  const labels = kind === 'labels' ? labelsOf(config, gold, read) : null;
  const fields = fieldsOf(gold);
  const rows = [...gold, ...demonstrationsIn(config.prompt, gold, read)];
  const examples = rows.map((row) => ({ text: inputText(row.input, fields), output: row.output }));
  const chosen = defaultMetric({ kind, constraints: config.constraints, examples });
  return {
    version: 1,
    name: config.name,
    instruction: config.prompt,
    kind,
    fields: fields === null ? null : [...fields],
    labels: labels === null ? null : [...labels],
    constraints: config.constraints,
    metric: config.metric ?? chosen.metric,
    metricReason: config.metric === null ? chosen.reason : 'the task says so',
    demonstrations: [...chooseDemonstrations(rows, kind)],
  };
}

function labelsOf(config: TaskConfig, gold: readonly GoldRow[], read: ParseTaskAnswer | null): readonly Label[] {
  if (config.labels !== null) return config.labels;
  const fromPrompt = (read?.labels ?? []).filter((label) => label.name.trim() !== '');
  const named = new Map(fromPrompt.map((label) => [label.name.trim(), label.description.trim() || null]));
  for (const row of gold) if (!named.has(row.output)) named.set(row.output, null);
  if (named.size < 2) {
    throw new StageFailure(
      'prompt-unclear',
      `The task wants one of several labels, but ${named.size === 0 ? 'none' : 'only one'} could be read from the prompt. Write \`labels:\` in a task file, or name them in the prompt.`,
    );
  }
  return [...named].map(([name, description]) => ({ name, description }));
}

/** Fields of record inputs, in the order of the first row; null for plain texts. */
function fieldsOf(gold: readonly GoldRow[]): readonly string[] | null {
  const first = gold[0]?.input;
  return first === undefined || typeof first === 'string' ? null : Object.keys(first);
}

/** Examples that the teacher found in the prompt: only those that really stand there, and only where the user gave none. */
function demonstrationsIn(prompt: string, gold: readonly GoldRow[], read: ParseTaskAnswer | null): readonly GoldRow[] {
  if (gold.length > 0 || read === null) return [];
  return read.demonstrations.filter(
    ({ input, output }) => input !== '' && output !== '' && prompt.includes(input) && prompt.includes(output),
  );
}
