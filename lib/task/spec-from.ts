import type { GoldRow } from '../../contracts/example.ts';
import { StageFailure } from '../../contracts/failure.ts';
import type { Label, TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { TaskKind } from '../../contracts/task-file.ts';
import { defaultMetric, type MetricChoice } from '../metrics/default-metric.ts';
import { metricsOf, type MeasuredTask } from '../metrics/metrics-of-task.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { inputText } from '../task-input/input-text.ts';
import { chooseDemonstrations } from './demonstrations.ts';
import { readPrompt, unreadPrompt } from './read-prompt.ts';

/**
 * The task spec: what the task file says, else what the teacher read from the prompt and what stood up to checking
 * (`read`: null where nobody was asked; `refused` where no answer could be used). `gold` are the gold rows that may be shown.
 * @throws StageFailure `prompt-unclear` where the labels are neither said nor to be read from the prompt
 */
export function specFrom(
  config: TaskConfig,
  gold: readonly GoldRow[],
  read: ParseTaskAnswer | { readonly refused: string } | null,
): TaskSpec {
  const answer = read === null || 'refused' in read ? null : read;
  const refused =
    read !== null && 'refused' in read ? [`The prompt could not be read by the teacher (${read.refused}).`] : [];
  const reading =
    answer === null ? unreadPrompt(config, TaskKind.parse(config.kind), refused) : readPrompt(config, gold, answer);
  const { kind, constraints } = reading;
  const rows = [...gold, ...reading.demonstrations];
  const labels = kind === 'labels' ? labelsOf(config, constraints.several ? [] : rows, answer) : null;
  const fields = fieldsOf(rows);
  const examples = rows.map((row) => ({ text: inputText(row.input, fields), output: row.output }));
  const chosen = metricOf(config, defaultMetric({ kind, constraints, examples }), { kind, constraints }, answer);
  return {
    version: 1,
    name: config.name,
    instruction: reading.instruction,
    instructionEnglish: reading.instructionEnglish,
    language: reading.language,
    kind,
    fields: fields === null ? null : [...fields],
    labels: labels === null ? null : [...labels],
    constraints,
    metric: chosen.metric,
    metricReason: chosen.reason,
    demonstrations: [...chooseDemonstrations(rows, kind)],
    notes: [...reading.notes],
  };
}

/** Metrics that stand for "nothing more is known of the task": here the reading of the prompt may know better. */
const FALLBACKS = new Set(['accuracy', 'chrf++']);
const REASON_CHARS = 160;

/** The user's word, else what follows from the form of the output, else what the prompt calls for. */
function metricOf(
  config: TaskConfig,
  byForm: MetricChoice,
  task: MeasuredTask,
  answer: ParseTaskAnswer | null,
): MetricChoice {
  if (config.metric !== null) return { metric: config.metric, reason: 'the task says so' };
  const wish = answer?.metric ?? 'unsaid';
  if (answer === null || wish === 'unsaid' || !FALLBACKS.has(byForm.metric)) return byForm;
  if (wish === byForm.metric || !metricsOf(task).includes(wish)) return byForm;
  const why = answer.metricReason.trim().slice(0, REASON_CHARS);
  return { metric: wish, reason: `read from the prompt${why === '' ? '' : `: ${why}`}` };
}

function labelsOf(config: TaskConfig, rows: readonly GoldRow[], read: ParseTaskAnswer | null): readonly Label[] {
  if (config.labels !== null) return config.labels;
  const fromPrompt = (read?.labels ?? []).filter((label) => label.name.trim() !== '');
  const named = new Map(fromPrompt.map((label) => [label.name.trim(), label.description.trim() || null]));
  for (const row of rows) if (!named.has(row.output)) named.set(row.output, null);
  if (named.size < 2) {
    throw new StageFailure(
      'prompt-unclear',
      `The task wants one of several labels, but ${named.size === 0 ? 'none' : 'only one'} could be read from the prompt. Write \`labels:\` in a task file, or name them in the prompt.`,
    );
  }
  return [...named].map(([name, description]) => ({ name, description }));
}

/** Fields of record inputs, in the order of the first row; null for plain texts. */
function fieldsOf(rows: readonly GoldRow[]): readonly string[] | null {
  const first = rows[0]?.input;
  return first === undefined || typeof first === 'string' ? null : Object.keys(first);
}
