import type { TaskInput } from '../../contracts/example.ts';
import type { Constraints } from '../../contracts/task-config.ts';

export type ConstraintName = 'pattern' | 'fromInput' | 'maxChars';

/** The first constraint that an output does not satisfy; null where it satisfies all. A length is in UTF-16 units. */
export function violatedConstraint(constraints: Constraints, input: TaskInput, output: string): ConstraintName | null {
  if (constraints.maxChars !== null && output.length > constraints.maxChars) return 'maxChars';
  if (constraints.pattern !== null && !wholePattern(constraints.pattern).test(output)) return 'pattern';
  const texts = typeof input === 'string' ? [input] : Object.values(input);
  if (constraints.fromInput && !texts.some((text) => text.includes(output))) return 'fromInput';
  return null;
}

/**
 * The pattern, for the whole output.
 * @throws SyntaxError where it is no regular expression
 */
export const wholePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');
