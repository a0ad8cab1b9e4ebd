import type { TaskInput } from '../../contracts/example.ts';
import type { PilotArm } from '../../contracts/plan.ts';
import { comparableText, normalisedInput } from '../dataset/normalise.ts';
import { shingleSets } from '../dataset/shingles.ts';

/** What one way of asking brought. */
export interface ArmAnswers {
  readonly schedule: PilotArm['schedule'];
  readonly shown: PilotArm['shown'];
  readonly asked: number;
  readonly inputs: readonly TaskInput[];
  readonly labelled: number;
  readonly valid: number;
}

/**
 * How good a way of asking is, 0..1: of what was asked for, the share that is usable, different from the rest, far from
 * the rest, and can be labelled within the task's rules. A way that brought nothing scores 0.
 */
export function scoreArm({ schedule, shown, asked, inputs, labelled, valid }: ArmAnswers): PilotArm {
  const distinct = distinctInputs(inputs);
  const distance = meanDistance(distinct.map(comparableText));
  const score = share(inputs.length, asked) * share(distinct.length, inputs.length) * distance * share(valid, labelled);
  return { schedule, shown, asked, usable: inputs.length, distinct: distinct.length, distance, labelled, valid, score };
}

/** Each input once, as compared without regard to case, white space and punctuation at the ends. */
export function distinctInputs(inputs: readonly TaskInput[]): readonly TaskInput[] {
  const seen = new Set<string>();
  return inputs.filter((input) => {
    const key = normalisedInput(input);
    return !seen.has(key) && seen.add(key);
  });
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Mean of 1 − Jaccard of character 5-grams over all pairs; 1 for a single text, which repeats nothing; 0 for none. */
export function meanDistance(texts: readonly string[]): number {
  if (texts.length < 2) return texts.length;
  const sets = shingleSets(texts).map((set) => new Set(set));
  const distances = sets.flatMap((one, at) => sets.slice(at + 1).map((other) => 1 - jaccard(one, other)));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

function jaccard(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let shared = 0;
  for (const shingle of one) if (other.has(shingle)) shared += 1;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
