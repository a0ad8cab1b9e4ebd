import type { Shown } from '../../contracts/plan.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';

/** As many as show what is meant without setting the tone. */
export const FEW = 2;

/** The task as a prompt is to show it: with all its demonstrations, the first few, or none. */
export function withShown(spec: TaskSpec, shown: Shown): TaskSpec {
  if (shown === 'all') return spec;
  return { ...spec, demonstrations: spec.demonstrations.slice(0, shown === 'few' ? FEW : 0) };
}
