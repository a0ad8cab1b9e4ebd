import { setImmediate } from 'node:timers/promises';
import { languageOfTokens } from '../metrics/code-keywords.ts';
import { codeTokens } from '../metrics/code-tokens.ts';
import type { Programs } from '../metrics/program-match.ts';
import { READABLE_LANGUAGES, type ReadableLanguage } from './grammar.ts';
import { openProgramReader, type Program, type ProgramReader } from './program.ts';

/** Expected outputs and answers as programs, or a sentence that says why they were not read. */
export type CodeReading =
  | {
      readonly language: ReadableLanguage;
      /** Of every text, and of the empty one. */
      readonly programs: Programs;
      /** Expected outputs that are no whole programs of the language. */
      readonly broken: number;
      readonly rows: number;
    }
  | { readonly leftOut: string };

/** With more expected outputs that the grammar cannot read whole, they are most likely in another language. */
const BROKEN_SHARE = 0.5;
/** Texts read at a time, in less than a second; then others have their turn, and a cancelled build ends. */
const AT_ONCE = 64;

/**
 * Reads program texts in the language that the keywords of the expected ones are most likely of. `between` is called after
 * every 64 texts with how many are done, of how many; what it throws ends the reading.
 */
export async function readPrograms(
  expected: readonly string[],
  answers: readonly string[],
  between: (done: number, of: number) => void,
): Promise<CodeReading> {
  const language = languageOfTokens(expected.flatMap(codeTokens));
  if (language === null)
    return { leftOut: leftOutFor('the expected outputs show no keyword of a programming language') };
  const readable = READABLE_LANGUAGES.find((one) => one === language);
  if (readable === undefined) return { leftOut: leftOutFor(`the expected outputs are most likely ${language}`) };
  const texts = [...new Set([...expected, ...answers, ''])];
  const programs = await readAll(await openProgramReader(readable), texts, between);
  const broken = expected.filter((text) => programs.get(text)?.isBroken).length;
  if (broken > BROKEN_SHARE * expected.length)
    return {
      leftOut: leftOutFor(
        `${broken} of ${expected.length} expected outputs are no whole programs of ${language}, which they are most like`,
      ),
    };
  return { language: readable, programs, broken, rows: expected.length };
}

const leftOutFor = (reason: string): string =>
  `CodeBLEU, syntax match and data-flow match are left out: ${reason}. ${READABLE_LANGUAGES.join(', ')} are read.`;

async function readAll(
  read: ProgramReader,
  texts: readonly string[],
  between: (done: number, of: number) => void,
): Promise<ReadonlyMap<string, Program>> {
  const programs = new Map<string, Program>();
  for (const text of texts) {
    programs.set(text, read(text));
    if (programs.size % AT_ONCE !== 0) continue;
    between(programs.size, texts.length);
    await setImmediate();
  }
  return programs;
}
