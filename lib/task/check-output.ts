import type { TaskFile } from '../../contracts/task-file.ts';
import { whyNoSchema } from '../task-output/output-schema.ts';
import { kindOf } from './kind-of.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Whether the keys under `output` go with the kind and with each other. */
export function checkOutput(file: TaskFile): SchemaProblem[] {
  return [...checkSeveral(file), ...checkOrdered(file), ...checkNone(file), ...checkSchema(file)];
}

const problem = (key: string, message: string): SchemaProblem[] => [{ path: ['output', key], message }];

function checkSeveral(file: TaskFile): SchemaProblem[] {
  if (file.output?.several !== true) return [];
  const kind = kindOf(file);
  if (kind === null) return problem('several', 'needs the kind: say kind: labels or kind: extract');
  if (kind !== 'labels' && kind !== 'extract')
    return problem('several', `is for labels and extract, and kind is ${kind}: leave it out`);
  // Outputs are written in the order of the labels, which the rows alone do not tell.
  return kind === 'labels' && file.labels === undefined
    ? problem('several', 'needs the list of all labels: give it in labels')
    : [];
}

function checkOrdered(file: TaskFile): SchemaProblem[] {
  if (file.output?.ordered !== true) return [];
  const kind = kindOf(file);
  if (kind !== 'labels') return problem('ordered', `is for labels${kind === null ? '' : `, and kind is ${kind}`}`);
  if (file.output.several === true)
    return problem('ordered', 'and several are both true: a scale has one step for each input, so leave one out');
  return file.labels === undefined ? problem('ordered', 'needs the labels in their order: give them in labels') : [];
}

function checkNone(file: TaskFile): SchemaProblem[] {
  if (file.output?.none === undefined) return [];
  const kind = kindOf(file);
  if (kind !== 'extract') return problem('none', `is for extract${kind === null ? '' : `, and kind is ${kind}`}`);
  if (file.output.several === true)
    return problem('none', 'is left out where output.several is true: an input without a passage has the empty list');
  return file.output.none.trim() === '' ? problem('none', 'is blank: say what the answer is where there is none') : [];
}

function checkSchema(file: TaskFile): SchemaProblem[] {
  const kind = kindOf(file);
  const schema = file.output?.schema;
  if (schema === undefined)
    return kind === 'structured'
      ? problem('schema', 'is missing: kind structured needs the JSON Schema of its outputs')
      : [];
  if (kind !== 'structured') return problem('schema', `is for structured, and kind is ${kind ?? 'not said'}`);
  const broken = whyNoSchema(schema);
  const beside = (['pattern', 'fromInput'] as const).filter((key) => file.output?.[key] !== undefined);
  return [
    ...(broken === null ? [] : problem('schema', broken)),
    ...beside.flatMap((key) => problem(key, 'says nothing of a structured output: output.schema says it all')),
  ];
}
