import type { WrittenInput } from '../../contracts/example.ts';
import type { Attributes } from '../../contracts/plan.ts';
import type { CoveredTopic } from '../prompts/write-inputs.ts';

/** Named in a prompt: more would be read by nobody. */
const MOST_NAMED = 8;

/**
 * How many inputs there are on each topic, the most first, equal ones in the order of the attributes; those without any
 * are left out. `pooled` are the new inputs of finished earlier waves, so that the same waves always tell the same.
 */
export function coveredTopics(attributes: Attributes, pooled: readonly WrittenInput[]): readonly CoveredTopic[] {
  const counts = new Map<string, number>();
  for (const { topic } of pooled) if (topic !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return attributes.topics
    .map(({ name }) => ({ name, count: counts.get(name) ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, MOST_NAMED);
}
