import type { GoldRow } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';

/**
 * examples.json of a bundle's demo: the user's own demonstrations, in their order. They were shown to the teacher, so
 * none of them is a test row; imported ones are other people's and stay out.
 */
export function demoExamples(spec: Pick<TaskSpec, 'demonstrations' | 'importedDemonstrations'>): readonly GoldRow[] {
  const { demonstrations, importedDemonstrations = 0 } = spec;
  return demonstrations.slice(0, demonstrations.length - importedDemonstrations);
}
