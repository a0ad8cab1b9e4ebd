import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { type CodeReading, readPrograms } from '../lib/code/read-programs.ts';
import type { Answer } from '../lib/metrics/scored-rows.ts';
import type { Money } from './paid-stage.ts';

/** Each expected output and each answer as a program; null where the task is not of kind code. */
export async function readAnswers(
  { kind }: Pick<TaskSpec, 'kind'>,
  test: readonly Example[],
  answers: readonly Answer[],
  { signal, progress }: Pick<Money, 'signal' | 'progress'>,
): Promise<CodeReading | null> {
  if (kind !== 'code') return null;
  const expected = test.map(({ output }) => output);
  const given = answers.filter((answer) => answer !== null);
  return readPrograms(expected, given, (done, of) => {
    signal.throwIfAborted();
    progress({ doing: 'reading programs', done, of });
  });
}
