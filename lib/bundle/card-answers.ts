import type { BundleTask } from '../../contracts/bundle-task.ts';
import { isGenerative } from '../student/families.ts';
import { fenced, plain } from './markdown.ts';

/** What a model of the task is and answers with, as paragraphs; `start`: where its weights come from. */
export function whatItAnswers(task: BundleTask, start: string): string[] {
  const { kind, constraints, labels } = task;
  const names = (labels ?? []).map(({ name, description }) =>
    description === null ? `- **${plain(name)}**` : `- **${plain(name)}**: ${plain(description)}`,
  );
  switch (kind) {
    case 'labels':
      return [`A classifier, ${start}. It answers with ${labelForm(constraints)}:`, names.join('\n')];
    case 'extract':
      return [`A model that finds ${passageForm(constraints, start)}`];
    case 'edit':
      return [`A model that edits its input, ${start}. It answers with the whole text as it should be.`];
    case 'structured':
      return [
        `A model that fills in fields, ${start}. It answers with one JSON object, and was taught this schema:`,
        fenced(JSON.stringify(constraints.schema), 'json'),
      ];
    case 'code':
      return [`A text-to-code model, ${start}.`];
    case 'text':
      return [`A text-to-text model, ${start}.`];
    default:
      return kind satisfies never;
  }
}

const labelForm = ({ several, ordered }: BundleTask['constraints']): string => {
  if (several) return 'a JSON list of those that apply, `[]` where none does';
  return ordered ? 'one step of this scale' : 'one of';
};

const passageForm = ({ several, none }: BundleTask['constraints'], start: string): string => {
  if (several)
    return `passages in its input, ${start}. It answers with a JSON list of them, letter for letter, \`[]\` where there is none.`;
  const otherwise = none === null ? '' : `, or with "${plain(none)}" where there is none`;
  return `a passage in its input, ${start}. It answers with the passage, letter for letter${otherwise}.`;
};

/** Where its answers end: sentences for people. */
export function answerLimits({ kind, family, constraints, maxInputTokens, maxOutputTokens }: BundleTask): string[] {
  const { pattern, fromInput, maxChars, schema, several, none } = constraints;
  const isChecked = pattern !== null || maxChars !== null || schema !== null || (fromInput && kind !== 'extract');
  const always = several || none !== null ? '' : ALWAYS[kind];
  return [
    `Inputs are cut after ${maxInputTokens} tokens${isGenerative(family) ? `, answers after ${maxOutputTokens}` : always}.`,
    ...(kind !== 'labels' && isChecked
      ? ['The constraints in `task.json` filtered the examples. Answers are not checked against them.']
      : []),
    ...(kind === 'code' ? ['Nothing that it wrote was run: read it before you do.'] : []),
  ];
}

const ALWAYS: Readonly<Record<BundleTask['kind'], string>> = {
  labels: '; every input gets one of the labels, whatever it is',
  extract: '; every input gets a passage, whatever it is',
  edit: '; what is cut off is not edited',
  structured: '',
  text: '',
  code: '',
};
