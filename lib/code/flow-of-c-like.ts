import type { FlowRule } from './flow.ts';
import { assignment, condition, countingLoop, definition, increment, loop, loopOver } from './flow-rules.ts';

/** The nested `if` of an `if` without braces opens a branch too, as `else` does. */
const BRANCHES: ReadonlySet<string> = new Set(['if_statement', 'else']);

export const JAVA_FLOW: ReadonlyMap<string, FlowRule> = new Map([
  ['variable_declarator', definition],
  ['assignment_expression', assignment],
  ['update_expression', increment],
  ['if_statement', condition(BRANCHES, 'rest-too')],
  ['for_statement', countingLoop('local_variable_declaration')],
  ['enhanced_for_statement', loopOver],
  ['while_statement', loop],
]);

/** A plain `x = y` is no assignment to the reference, which `x += y` and the default of a parameter are. */
export const JAVASCRIPT_FLOW: ReadonlyMap<string, FlowRule> = new Map([
  ['variable_declarator', definition],
  ['assignment_pattern', assignment],
  ['augmented_assignment_expression', assignment],
  ['update_expression', increment],
  ['if_statement', condition(BRANCHES, 'rest-too')],
  ['for_statement', countingLoop('variable_declaration')],
  ['while_statement', loop],
]);
