import type { GoldRow, TaskInput } from '../../contracts/example.ts';

/** Demonstrations as a part of a message; no part where there are none. */
export function shownExamples(demonstrations: readonly GoldRow[]): readonly string[] {
  if (demonstrations.length === 0) return [];
  const lines = demonstrations.map(({ input, output }) => `Input: ${shown(input)}\nAnswer: ${output}`);
  return [`Examples:\n\n${lines.join('\n\n')}`];
}

const shown = (input: TaskInput) => (typeof input === 'string' ? input : JSON.stringify(input));
