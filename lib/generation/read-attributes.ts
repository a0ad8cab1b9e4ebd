import type { Attributes, Topic } from '../../contracts/plan.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { normaliseText } from '../dataset/normalise.ts';
import { LEAST_TOPICS, ProposeAttributesAnswer } from '../prompts/propose-attributes.ts';

/** Of each list, no more are used: every pair of values should meet within a wave. */
const MOST_TOPICS = 20;
const MOST_OTHERS = 8;
const LONGEST_NAME = 60;
const LONGEST_SENTENCE = 200;

/**
 * The attributes in a `propose-attributes` answer: each value once, none empty or endless, no label of the task as a
 * topic. Rejected where too few topics are left, or a list is empty.
 */
export function readAttributes(
  spec: TaskSpec,
  json: unknown,
): { readonly answer: Attributes } | { readonly rejected: string } {
  const parsed = ProposeAttributesAnswer.safeParse(json);
  if (!parsed.success) return { rejected: 'off-schema' };
  const topics = usableTopics(spec, parsed.data.topics);
  if (topics.length < LEAST_TOPICS) return { rejected: 'too-few-topics' };
  const [lengths, styles, difficulties] = [parsed.data.lengths, parsed.data.styles, parsed.data.difficulties].map(
    usable,
  );
  if (!lengths?.length || !styles?.length || !difficulties?.length) return { rejected: 'empty-list' };
  return { answer: { version: 1, origin: 'proposed', refused: null, topics, lengths, styles, difficulties } };
}

function usableTopics(spec: TaskSpec, topics: readonly Topic[]): Topic[] {
  const taken = new Set((spec.labels ?? []).map((label) => normaliseText(label.name)));
  return topics
    .map(({ name, description }) => ({ name: name.trim(), description: sentence(description) }))
    .filter(({ name }) => name !== '' && name.length <= LONGEST_NAME && isNew(taken, name))
    .slice(0, MOST_TOPICS);
}

function usable(sentences: readonly string[]): string[] {
  const taken = new Set<string>();
  return sentences
    .map(sentence)
    .filter((text) => text !== '' && text.length <= LONGEST_SENTENCE && isNew(taken, text))
    .slice(0, MOST_OTHERS);
}

function isNew(taken: Set<string>, text: string): boolean {
  const key = normaliseText(text);
  if (taken.has(key)) return false;
  taken.add(key);
  return true;
}

const sentence = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_SENTENCE);
