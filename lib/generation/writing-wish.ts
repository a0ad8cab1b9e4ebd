import type { Region } from '../../contracts/round.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { WritingWish } from '../prompts/write-inputs.ts';
import { balancedCombination } from './balanced-combination.ts';
import { focusedChoice } from './focused-choice.ts';
import { INPUTS_PER_CALL } from './limits.ts';
import type { Writing } from './writing.ts';

/** Which call is meant: numbered from 0 for each purpose. */
export interface WritingCall {
  readonly seed: number;
  readonly purpose: 'train' | 'test';
  readonly call: number;
}

/**
 * What one `write-inputs` call asks for. Labels take turns, so that every label is asked for equally often as long as the
 * true prior is unknown; topic, length, style and difficulty are balanced against it and each other, from the seed and the
 * call's number alone. With a focus, labels and topics come as often as it says.
 */
export function writingWish(
  spec: TaskSpec,
  { seed, purpose, call }: WritingCall,
  { attributes, covered, focus }: Pick<Writing, 'attributes' | 'covered' | 'focus'>,
): WritingWish {
  const { topics, lengths, styles, difficulties } = attributes;
  const labels = spec.labels ?? [];
  const sizes = [labels, topics, lengths, styles, difficulties].map((list) => Math.max(1, list.length));
  const [label = 0, topic = 0, length = 0, style = 0, difficulty = 0] = balancedCombination(
    sizes,
    `${seed}/${purpose}`,
    call,
  );
  const focused =
    focus === null
      ? { label, topic }
      : focusedChoice({ labels: sharesIn(labels, focus.labels), topics: sharesIn(topics, focus.topics) }, call);
  return {
    count: INPUTS_PER_CALL,
    label: labels[focused.label ?? 0] ?? null,
    topic: topics[focused.topic ?? 0] ?? null,
    manner: [lengths[length], styles[style], difficulties[difficulty]].join(' '),
    covered,
  };
}

/** Shares in the order of the lists; 0 for what the focus does not name. */
const sharesIn = (names: readonly { readonly name: string }[], regions: readonly Region[]): readonly number[] =>
  names.map(({ name }) => regions.find((region) => region.name === name)?.share ?? 0);
