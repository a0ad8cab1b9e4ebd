import type { Constraints, Label } from '../../contracts/task-config.ts';
import type { TaskFile } from '../../contracts/task-file.ts';
import { metricsOf } from '../metrics/metrics-of-task.ts';
import { checkOutput } from './check-output.ts';
import { checkStudent } from './check-student.ts';
import { kindOf } from './kind-of.ts';
import type { SchemaProblem } from './schema-problems.ts';
import { unsupportedKeys } from './unsupported-keys.ts';
import { violatedConstraint, wholePattern } from './violated-constraint.ts';

/** What is wrong with the keys of a task whose shape is right; its rows are another matter. */
export function checkTask(file: TaskFile): readonly SchemaProblem[] {
  return [
    ...checkPrompt(file),
    ...unsupportedKeys(file),
    ...checkPattern(file),
    ...checkOutput(file),
    ...checkLabels(file),
    ...checkMetric(file),
    ...checkStudent(file),
    ...checkTeacher(file),
  ];
}

/** Labels in the order given; null where none are. */
export function labelsOf({ labels }: TaskFile): Label[] | null {
  if (labels === undefined) return null;
  if (Array.isArray(labels)) return labels.map((name) => ({ name, description: null }));
  return Object.entries(labels).map(([name, description]) => ({ name, description }));
}

export const constraintsOf = ({ output }: TaskFile): Constraints => ({
  pattern: output?.pattern ?? null,
  fromInput: output?.fromInput ?? false,
  maxChars: output?.maxChars ?? null,
  several: output?.several ?? false,
  ordered: output?.ordered ?? false,
  none: output?.none ?? null,
  schema: output?.schema ?? null,
});

const checkPrompt = ({ prompt }: TaskFile): SchemaProblem[] =>
  prompt.trim() === '' ? [{ path: ['prompt'], message: 'is empty: say in words what the model is to do' }] : [];

function checkPattern({ output }: TaskFile): SchemaProblem[] {
  if (output?.pattern === undefined) return [];
  const broken = whyNoPattern(output.pattern);
  return broken === null ? [] : [{ path: ['output', 'pattern'], message: `is no regular expression: ${broken}` }];
}

function whyNoPattern(pattern: string): string | null {
  try {
    wholePattern(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

function checkLabels(file: TaskFile): SchemaProblem[] {
  const labels = labelsOf(file);
  if (labels === null) return [];
  const kind = kindOf(file);
  if (kind !== 'labels')
    return [{ path: ['labels'], message: `are given while kind is ${kind}: leave one of them out` }];
  if (labels.length < 2) {
    const [only] = labels;
    const found = only === undefined ? 'there is none' : `there is one, "${only.name}"`;
    return [{ path: ['labels'], message: `must be at least two, and ${found}` }];
  }
  return labels.flatMap((label, at) => {
    const path = Array.isArray(file.labels) ? ['labels', at] : ['labels', label.name];
    const message = checkLabel(label, labels.slice(0, at), file);
    return message === null ? [] : [{ path, message }];
  });
}

function checkLabel({ name }: Label, earlier: readonly Label[], file: TaskFile): string | null {
  if (name.trim() === '') return 'is empty';
  const twin = earlier.find((label) => sameWord(label.name) === sameWord(name));
  if (twin !== undefined)
    return twin.name === name ? `"${name}" is given twice` : `"${name}" and "${twin.name}" are one label`;
  if (file.output?.pattern !== undefined && whyNoPattern(file.output.pattern) !== null) return null;
  // A label is not taken from the input word for word, whatever the outputs are.
  const violated = violatedConstraint({ ...constraintsOf(file), fromInput: false }, '', name);
  return violated === null ? null : `"${name}" could never be an answer: output.${violated} forbids it`;
}

const sameWord = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

function checkMetric(file: TaskFile): SchemaProblem[] {
  const kind = kindOf(file);
  if (file.metric === undefined || kind === null) return [];
  const constraints = constraintsOf(file);
  const fitting = metricsOf({ kind, constraints });
  if (fitting.includes(file.metric)) return [];
  const what = `${constraints.several ? 'several ' : ''}${constraints.ordered ? 'ordered ' : ''}${kind}`;
  return [{ path: ['metric'], message: `${file.metric} does not measure ${what}: one of ${fitting.join(', ')}` }];
}

function checkTeacher({ teacher }: TaskFile): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  // Never quoted: it may be the key itself.
  if (teacher?.apiKeyEnv !== undefined && !/^[A-Za-z_]\w*$/.test(teacher.apiKeyEnv))
    problems.push({
      path: ['teacher', 'apiKeyEnv'],
      message: 'must be the name of an environment variable, not the key',
    });
  if (teacher?.baseUrl === undefined) return problems;
  const url = new URL(teacher.baseUrl);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    problems.push({
      path: ['teacher', 'baseUrl'],
      message: `must begin with http:// or https://, and begins with ${url.protocol}`,
    });
  if (url.username !== '' || url.password !== '')
    problems.push({
      path: ['teacher', 'baseUrl'],
      message: 'must hold no password: name a variable in teacher.apiKeyEnv',
    });
  return problems;
}
