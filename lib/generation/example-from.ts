import type { Example, WrittenInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { voteLabels, voteTexts } from './votes.ts';

/** Texts whose votes agree less than this (mean chrF++, 0..1) are about different things: unrelated sentences reach 0.1 to 0.2. */
const LEAST_TEXT_AGREEMENT = 0.25;

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
  const { output, agreement } =
    spec.labels === null
      ? voteTexts(votes)
      : voteLabels(
          votes,
          spec.labels.map((label) => label.name),
        );
  const enough = spec.labels === null ? agreement >= LEAST_TEXT_AGREEMENT : agreement > 0.5;
  if (purpose === 'train' && !enough) return { dropped: 'votes-disagree' };
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
