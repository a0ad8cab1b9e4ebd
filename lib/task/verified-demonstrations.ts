import type { GoldRow } from '../../contracts/example.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { squeeze } from './squeeze.ts';

/** A piece of the squeezed prompt, end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface VerifiedDemonstrations {
  readonly rows: readonly GoldRow[];
  /** Where each stands in the squeezed prompt, from its input's begin to its output's end. */
  readonly spans: readonly Span[];
  readonly fields: readonly string[] | null;
  /** Demonstrations that do not stand in the prompt. */
  readonly dropped: number;
}

/** Characters between an input and its answer, or between two fields: "\nThe right answer is: " and the like, no sentence of another example. */
const MOST_BETWEEN = 80;

/**
 * The demonstrations that really stand in the prompt: every part of the input and then the output, in that order, near
 * each other, as whole words, and nothing used twice. White space counts as one space. Fields are believed only where the
 * prompt names each of them.
 */
export function verifiedDemonstrations(prompt: string, answer: ParseTaskAnswer): VerifiedDemonstrations {
  const text = squeeze(prompt);
  const fields = namedFields(text, answer.fields);
  const rows: GoldRow[] = [];
  const spans: Span[] = [];
  for (const { inputs, output } of answer.demonstrations) {
    const parts = [...inputs, output].map(squeeze);
    const hasShape = inputs.length === (fields?.length ?? 1) && !parts.includes('');
    const span = hasShape ? spanOf(text, parts, spans) : null;
    if (span === null) continue;
    spans.push(span);
    rows.push({ input: asInput(inputs, fields), output: output.trim() });
  }
  return {
    rows,
    spans,
    fields: rows.length === 0 ? null : fields,
    dropped: answer.demonstrations.length - rows.length,
  };
}

const FIELD_NAME = /^[\p{L}_][\p{L}\p{N} _-]{0,39}$/u;

function namedFields(text: string, fields: readonly string[]): readonly string[] | null {
  const names = fields.map((field) => field.trim());
  const said = text.toLowerCase();
  const areNames = names.every((name) => FIELD_NAME.test(name) && said.includes(name.toLowerCase()));
  return names.length >= 2 && areNames && new Set(names).size === names.length ? names : null;
}

const asInput = (inputs: readonly string[], fields: readonly string[] | null): GoldRow['input'] =>
  fields === null
    ? (inputs[0] ?? '').trim()
    : Object.fromEntries(fields.map((field, at) => [field, (inputs[at] ?? '').trim()]));

/** The first place where the parts follow one another and that no other demonstration takes; null where there is none. */
function spanOf(text: string, parts: readonly string[], taken: readonly Span[]): Span | null {
  const [first = '', ...rest] = parts;
  for (const from of placesOf(text, first, 0)) {
    const to = endOfRest(text, rest, from + first.length);
    if (to !== null && taken.every((other) => to <= other.from || from >= other.to)) return { from, to };
  }
  return null;
}

/** Where the last of the parts ends, each beginning soon after the one before; null where they do not. */
function endOfRest(text: string, parts: readonly string[], from: number): number | null {
  const [part, ...rest] = parts;
  if (part === undefined) return from;
  for (const at of placesOf(text, part, from)) {
    if (at - from > MOST_BETWEEN) return null;
    const end = endOfRest(text, rest, at + part.length);
    if (end !== null) return end;
  }
  return null;
}

function* placesOf(text: string, part: string, from: number): Generator<number> {
  for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!splitsWord(text, at) && !splitsWord(text, at + part.length)) yield at;
  }
}

/** Letters of scripts that put spaces between words: "yes" does not stand in "yesterday", but 東京 stands in 東京都. */
const WORD = /^(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}])[\p{L}\p{N}]$/u;

const splitsWord = (text: string, at: number): boolean => WORD.test(text[at - 1] ?? '') && WORD.test(text[at] ?? '');
