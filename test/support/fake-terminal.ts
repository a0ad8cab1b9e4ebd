import { stripVTControlCharacters } from 'node:util';
import { createPalette } from '../../client/terminal/palette.ts';
import type { Terminal } from '../../client/terminal/terminal.ts';

export interface FakeTerminal extends Terminal {
  readonly said: string[];
  readonly complaints: string[];
  readonly asked: string[];
  readonly results: unknown[];
  /** What stands painted, colours taken off. */
  readonly painted: () => readonly string[];
}

/** A terminal that keeps what it is told, and answers questions with `answers` and presses `keys` in turn; one question or key too many throws. */
export function createFakeTerminal(
  shows: Terminal['shows'],
  answers: readonly string[] = [],
  keys: readonly string[] = [],
): FakeTerminal {
  const left = [...answers];
  const pressed = [...keys];
  let painted: readonly string[] = [];
  const fake = { said: textList(), complaints: textList(), asked: textList(), results: unknownList() };
  return {
    ...fake,
    shows,
    columns: () => 80,
    palette: createPalette('plain'),
    say: (text) => fake.said.push(text),
    paint: (lines) => {
      painted = lines.map((line) => stripVTControlCharacters(line));
    },
    settle: () => undefined,
    complain: (text) => fake.complaints.push(text),
    ask: async (question) => {
      fake.asked.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`nobody answers "${question}"`);
      return answer;
    },
    openKeys: () => ({
      next: async () => {
        const key = pressed.shift();
        if (key === undefined) throw new Error('nobody presses a key');
        return key;
      },
      close: () => undefined,
    }),
    result: (json) => fake.results.push(json),
    close: () => undefined,
    painted: () => painted,
  };
}

const textList = (): string[] => [];
const unknownList = (): unknown[] => [];
