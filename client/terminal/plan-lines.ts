import { inputText } from '../../lib/task-input/input-text.ts';
import type { Example, TaskInput } from '../../contracts/example.ts';
import type { Attributes } from '../../contracts/plan.ts';
import type { PlanResult } from '../../contracts/plan-result.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { estimateLines } from './estimate-lines.ts';
import { fitLine } from './fit-line.ts';

/** What a pilot leaves to look at. */
export interface MadePlan {
  readonly plan: PlanResult;
  readonly spec: TaskSpec;
  readonly attributes: Attributes;
  readonly samples: readonly Example[];
}

/** Rows and topics shown: a screen, not a file. */
const MOST_SHOWN = 10;

/** What was read from the task, how it will be built and why, rows as they will be, and what it will cost. */
export function planLines({ plan, spec, attributes, samples }: MadePlan, columns: number): string[] {
  const fit = (text: string) => fitLine(text.replaceAll(/\s+/g, ' '), columns);
  const { pilot } = plan;
  return [
    ...readLines(spec).map(fit),
    '',
    fit(
      `writing: ${pilot.settings.writing.schedule} temperature, ${pilot.settings.writing.shown} demonstrations (${pilot.reasons.writing})`,
    ),
    fit(`labelling: ${pilot.settings.labelling.shown} demonstrations (${pilot.reasons.labelling})`),
    fit(topicLine(attributes)),
    ...(pilot.feasibility === null
      ? []
      : [
          fit(
            `the teacher itself: ${spec.metric} ${pilot.feasibility.value.toFixed(2)} on ${pilot.feasibility.rows} demonstrations, each left out of its prompt`,
          ),
        ]),
    '',
    `${pilot.sampleRows} sample rows, ${pilot.split} of them with split votes:`,
    ...samples.slice(0, MOST_SHOWN).map((row) => fit(`  ${shownText(row.input, spec)} → ${row.output}${votesOf(row)}`)),
    '',
    ...estimateLines(pilot.estimate),
  ];
}

function readLines(spec: TaskSpec): string[] {
  const { pattern, fromInput, maxChars, several, ordered, none, schema } = spec.constraints;
  const form = [
    ...(several ? ['is a list'] : []),
    ...(ordered ? ['is a step of a scale'] : []),
    ...(spec.kind === 'extract' ? ['is a passage of the input'] : []),
    ...(none === null ? [] : [`is "${none}" where there is none`]),
    ...(schema === null ? [] : [`keeps the schema ${JSON.stringify(schema)}`]),
    ...(pattern === null ? [] : [`matches ${pattern}`]),
    ...(fromInput ? ['stands in the input'] : []),
    ...(maxChars === null ? [] : [`has at most ${maxChars} characters`]),
  ];
  return [
    `instruction${spec.language === null ? '' : ` (${spec.language})`}: ${spec.instruction}`,
    ...(spec.instructionEnglish === null ? [] : [`in English: ${spec.instructionEnglish}`]),
    `kind: ${spec.kind}${spec.labels === null ? '' : ` (${spec.labels.map((label) => label.name).join(', ')})`}`,
    ...(form.length === 0 ? [] : [`output: ${form.join(', ')}`]),
    `metric: ${spec.metric} (${spec.metricReason})`,
    `demonstrations: ${spec.demonstrations.length}`,
    ...spec.demonstrations.map((row) => `  ${shownText(row.input, spec)} → ${row.output}`),
    ...spec.notes.map((note) => `! ${note}`),
  ];
}

const shownText = (input: TaskInput, spec: TaskSpec): string => inputText(input, spec.fields);

const topicLine = ({ origin, topics, refused }: Attributes): string =>
  origin === 'proposed'
    ? `topics: ${topics.map((topic) => topic.name).join(', ')}`
    : `topics: none, the endpoint proposed nothing usable (${refused ?? 'not asked'})`;

function votesOf({ votes }: Example): string {
  if (new Set(votes).size < 2) return '';
  return ` (votes: ${votes.join(' | ')})`;
}
