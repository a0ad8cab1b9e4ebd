import type { JournalLine } from './journal-line.ts';
import type { AnswerSchema } from './question.ts';

/** The JSON of an answer, or the word for why there is none that can be used. */
export type ReadAnswer = { readonly json: unknown } | { readonly rejected: string };

/** Reads a paid answer; deterministic, so that it comes out the same from the journal. */
export function readAnswer(line: JournalLine, schema: AnswerSchema): ReadAnswer {
  if (line.finish === 'refusal') return { rejected: 'refused' };
  if (line.finish === 'length') return { rejected: 'cut-off' };
  if (line.finish === 'content_filter') return { rejected: 'filtered' };
  if (line.answer === null || line.answer.trim() === '') return { rejected: 'no-answer' };
  const read = parseObject(line.answer);
  if (read === null) return { rejected: 'malformed' };
  return schema.takes(read.json) ? read : { rejected: 'off-schema' };
}

/** JSON as it is, or the one object in a text: in a code fence, or with words around it. Nothing is mended. */
function parseObject(text: string): { readonly json: unknown } | null {
  const whole = parse(text);
  if (whole) return whole;
  const from = text.indexOf('{');
  const to = from < 0 ? -1 : endOfObject(text, from);
  // A second object would make it a guess which one is meant.
  if (to < 0 || text.includes('{', to)) return null;
  return parse(text.slice(from, to));
}

/** Index behind the brace that closes the one at `from`; -1 where none does. Braces in strings do not count. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  for (const token of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token[0] === '{') depth += 1;
    if (token[0] === '}') depth -= 1;
    if (depth === 0) return from + token.index + 1;
  }
  return -1;
}

function parse(text: string): { readonly json: unknown } | null {
  try {
    const json: unknown = JSON.parse(text);
    return { json };
  } catch {
    // Told apart from a parsed `null`; the caller rejects it by name.
    return null;
  }
}
