import type { Example, WrittenInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { settleVotes } from './settle-votes.ts';

/**
 * The row that an input's votes make, or why they make none. A test keeps every row that has an answer: dropping those
 * that the votes are split on would keep the easy ones.
 */
export function exampleFrom(
  spec: TaskSpec,
  written: WrittenInput,
  votes: readonly string[],
  purpose: 'train' | 'test',
): { readonly example: Example } | { readonly dropped: string } {
  if (votes.length === 0) return { dropped: 'no-valid-answer' };
  const { output, agreement, isSettled } = settleVotes(spec, written.input, votes);
  if (purpose === 'train' && !isSettled) return { dropped: 'votes-disagree' };
  return {
    example: {
      id: written.id,
      input: written.input,
      output,
      origin: 'generated',
      votes: [...votes],
      agreement,
      group: written.id,
    },
  };
}
