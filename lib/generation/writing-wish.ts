import type { Topic } from '../../contracts/plan.ts';
import type { Focus, Region } from '../../contracts/round.ts';
import type { Label } from '../../contracts/task-config.ts';
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
 * call's number alone. With a focus, labels, topics and weak clusters come as often as it says; a cluster stands in the place
 * of a topic.
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
  const about =
    focus === null
      ? { label: labels[label] ?? null, topic: topics[topic] ?? null, cluster: null }
      : focusedWish(labels, topics, focus, call);
  return {
    count: INPUTS_PER_CALL,
    ...about,
    manner: [lengths[length], styles[style], difficulties[difficulty]].join(' '),
    covered,
  };
}

function focusedWish(
  labels: readonly Label[],
  topics: readonly Topic[],
  { labels: labelRegions, topics: topicRegions, clusters = [] }: Focus,
  call: number,
): Pick<WritingWish, 'label' | 'topic' | 'cluster'> {
  const left = 1 - clusters.reduce((sum, { share }) => sum + share, 0);
  // Without topics, what the clusters leave is asked for without any.
  const others = topics.length === 0 ? [left] : sharesIn(topics, topicRegions).map((share) => left * share);
  const shares = [...clusters.map(({ share }) => share), ...others];
  const { label, topic } = focusedChoice({ labels: sharesIn(labels, labelRegions), topics: shares }, call);
  const place = topic ?? 0;
  return {
    label: labels[label ?? 0] ?? null,
    topic: topics[place - clusters.length] ?? null,
    cluster: clusters[place] ?? null,
  };
}

/** Shares in the order of the lists; 0 for what the focus does not name. */
const sharesIn = (names: readonly { readonly name: string }[], regions: readonly Region[]): readonly number[] =>
  names.map(({ name }) => regions.find((region) => region.name === name)?.share ?? 0);
