import { pythonTrimEnd, pythonWords } from './python-words.ts';

/**
 * Words and marks of a text as sacrebleu's tokenizer `13a` cuts it, which is that of the WMT script mteval-v13a. Made for
 * Western scripts: Chinese or Japanese without spaces stays one word.
 */
export function tokenize13a(text: string): string[] {
  const line = pythonTrimEnd(text).replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  const unescaped = ENTITIES.reduce((written, [entity, mark]) => written.replaceAll(entity, mark), line);
  return pythonWords(CUTS.reduce((cut, [place, apart]) => cut.replace(place, apart), ` ${unescaped} `));
}

/** In this order: `&amp;lt;` becomes `<`. */
const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;

const CUTS = [
  // ASCII marks but apostrophe, comma, hyphen and full stop.
  [/([{-~[-` -&(-+:-@/])/gu, ' $1 '],
  // Comma and full stop, unless a digit stands before, or unless one stands behind.
  [/([^0-9])([.,])/gu, '$1 $2 '],
  [/([.,])([^0-9])/gu, ' $1 $2'],
  // A hyphen behind a digit.
  [/([0-9])(-)/gu, '$1 $2 '],
] as const;
