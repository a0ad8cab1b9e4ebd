import type { GoldRow } from '../../contracts/example.ts';
import type { Constraints } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { type ConstraintName, violatedConstraint, wholePattern } from './violated-constraint.ts';
import { UNCONSTRAINED } from './unconstrained.ts';

/** Longer ones are no format but a list of answers. */
const LONGEST_PATTERN = 200;
/** A repeated group that repeats inside: on some texts it takes for ever. */
const RUNAWAY = /[+*}]\)?[^()]*\)\s*[+*{]/;

/** The constraints that were read, each only if every demonstration satisfies it; and a note on each that was not believed. */
export function verifiedConstraints(
  read: Pick<ParseTaskAnswer, 'pattern' | 'fromInput' | 'maxChars'>,
  rows: readonly GoldRow[],
  kind: TaskKind,
): { readonly constraints: Constraints; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const believed = (name: ConstraintName, one: Partial<Constraints>): boolean => {
    const broken = rows.filter((row) => violatedConstraint({ ...UNCONSTRAINED, ...one }, row.input, row.output));
    if (broken.length > 0)
      notes.push(`output.${name} was read from the prompt, but ${broken.length} of ${rows.length} examples break it.`);
    return broken.length === 0;
  };
  const pattern = read.pattern === null || read.pattern === '' ? null : read.pattern;
  const unusable = pattern === null ? null : whyUnusable(pattern);
  if (unusable !== null) notes.push(`output.pattern was read from the prompt, but ${unusable}.`);
  const hasPattern = pattern !== null && unusable === null && believed('pattern', { pattern });
  // Passages stand in their input as it is.
  const fromInput = kind !== 'extract' && read.fromInput === 'yes' && believed('fromInput', { fromInput: true });
  const maxChars = read.maxChars !== null && read.maxChars > 0 ? read.maxChars : null;
  const hasLimit = maxChars !== null && believed('maxChars', { maxChars });
  return {
    constraints: {
      ...UNCONSTRAINED,
      pattern: hasPattern ? pattern : null,
      fromInput,
      maxChars: hasLimit ? maxChars : null,
    },
    notes,
  };
}

function whyUnusable(pattern: string): string | null {
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters`;
  if (RUNAWAY.test(pattern)) return 'it repeats what repeats itself';
  try {
    wholePattern(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'it is no regular expression';
  }
}
