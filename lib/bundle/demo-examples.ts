import type { Example, GoldRow } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';

/** Enough to try a model with. */
const MOST = 5;

/**
 * examples.json of a bundle's demo: the user's own demonstrations, in their order. They were shown to the teacher, so
 * none of them is a test row; imported ones are other people's and stay out. A task without any shows validation rows
 * that the teacher wrote, with different answers first: nobody trained on them, and no person wrote them.
 */
export function demoExamples(
  spec: Pick<TaskSpec, 'demonstrations' | 'importedDemonstrations'>,
  validation: readonly Example[],
): readonly GoldRow[] {
  const { demonstrations, importedDemonstrations = 0 } = spec;
  const own = demonstrations.slice(0, demonstrations.length - importedDemonstrations);
  return own.length > 0 ? own : invented(validation);
}

function invented(validation: readonly Example[]): readonly GoldRow[] {
  const rows = validation
    .filter(({ origin }) => origin === 'generated')
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const outputs = new Set<string>();
  const firsts = rows.filter(({ output }) => !outputs.has(output) && outputs.add(output));
  const others = rows.filter((row) => !firsts.includes(row));
  return [...firsts, ...others].slice(0, MOST).map(({ input, output }) => ({ input, output }));
}
