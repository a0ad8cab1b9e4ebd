import type { GoldRow } from '../../contracts/example.ts';
import type { Constraints, TaskConfig } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { cutInstruction } from './cut-instruction.ts';
import { readForm, saysForm } from './read-form.ts';
import { verifiedDemonstrations } from './verified-demonstrations.ts';

/** What of the teacher's reading of a prompt stood up to checking. */
export interface PromptReading {
  readonly kind: TaskKind;
  readonly instruction: string;
  readonly instructionEnglish: string | null;
  readonly language: string | null;
  /** None where the user gave examples of their own. */
  readonly demonstrations: readonly GoldRow[];
  readonly constraints: Constraints;
  readonly notes: readonly string[];
}

/**
 * Whether the teacher is to be asked: where the task does not say its kind, its labels, or for kind text the form of its
 * output. Never for the language or the translation alone: a search can use the original.
 */
export function needsReading({ kind, labels, constraints }: TaskConfig): boolean {
  if (kind === null) return true;
  if (kind === 'labels') return labels === null;
  return kind === 'text' && !saysForm(constraints);
}

/** The prompt as it is, where nobody read it. `kind`: the task file's. */
export const unreadPrompt = (config: TaskConfig, kind: TaskKind, notes: readonly string[]): PromptReading => ({
  kind,
  instruction: config.prompt,
  instructionEnglish: null,
  language: null,
  demonstrations: [],
  constraints: config.constraints,
  notes,
});

/** `gold` are the user's examples that may be shown; with them, the examples in the prompt stay where they stand. */
export function readPrompt(config: TaskConfig, gold: readonly GoldRow[], read: ParseTaskAnswer): PromptReading {
  const { rows, spans, dropped } = verifiedDemonstrations(config.prompt, read);
  const own = gold.length > 0;
  const cut = own || rows.length === 0 ? null : cutInstruction(config.prompt, read.instruction, spans);
  const language = languageOf(read.language);
  const form = readForm(config, gold, rows, read);
  return {
    kind: form.kind,
    instruction: cut !== null && 'instruction' in cut ? cut.instruction : config.prompt,
    instructionEnglish: englishOf(language, read.instructionEnglish),
    language,
    demonstrations: own ? [] : form.demonstrations,
    constraints: form.constraints,
    notes: [
      ...(dropped === 0 ? [] : [droppedNote(dropped, read.demonstrations.length)]),
      ...(own && rows.length > 0 ? [`${rows.length} examples stand in the prompt; the task's own are used.`] : []),
      ...(cut !== null && 'refused' in cut
        ? [`The prompt was kept whole: the instruction read from it was not believed, since ${cut.refused}.`]
        : []),
      ...form.notes,
      ...(language === null ? ['The language of the prompt could not be read.'] : []),
    ],
  };
}

const droppedNote = (dropped: number, all: number): string =>
  `${dropped} of ${all} examples that were read do not stand in the prompt so, and were dropped.`;

/** The tag in its canonical form; null for what is no tag. */
function languageOf(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function englishOf(language: string | null, translation: string): string | null {
  const isEnglish = language === null || /^en(?:-|$)/.test(language);
  return isEnglish || translation.trim() === '' ? null : translation.trim();
}
