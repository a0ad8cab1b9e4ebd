import type { BundleTask } from '../../contracts/bundle-task.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';

/** The limits that the student was trained with, the file chosen on validation, and how sure it is where that is known. */
export type StudentLimits = Pick<BundleTask, 'family' | 'maxInputTokens' | 'maxOutputTokens' | 'ships' | 'confidence'>;

/** task.json of a bundle: what of the task spec is needed to answer, and nothing of how it was made. */
export const bundleTask = (spec: TaskSpec, limits: StudentLimits): BundleTask => ({
  version: 1,
  name: spec.name,
  instruction: spec.instruction,
  kind: spec.kind,
  family: limits.family,
  fields: spec.fields,
  labels: spec.labels,
  constraints: spec.constraints,
  maxInputTokens: limits.maxInputTokens,
  maxOutputTokens: limits.maxOutputTokens,
  ships: limits.ships,
  ...(limits.confidence === undefined ? {} : { confidence: limits.confidence }),
});
