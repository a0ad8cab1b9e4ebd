import type { GoldRow } from '../../contracts/example.ts';
import type { RowShape } from './row-shape.ts';

/**
 * What a dataset's rows do, in words, from how their inputs and outputs look. It stands in for a card: bare files come
 * without one, and somebody who asks for a rewritten question uses such words.
 */
export function describeRows(shape: RowShape, rows: readonly GoldRow[]): string {
  return `From ${inputForm(shape, rows)}, ${outputForm(shape, rows)}.`;
}

/** A share of rows from which a form is the rule. */
const MOST = 0.6;

function inputForm(shape: RowShape, rows: readonly GoldRow[]): string {
  if (shape.inputLists > MOST) return 'a list of attributes with their values';
  if (shape.inputAsks > MOST) return 'a question';
  if (isMostly(rows, ({ input }) => PAIR.test(textOf(input)))) return 'a pair of sentences';
  const chars = Math.expm1(shape.inputLength);
  if (chars > 600) return 'a long text';
  if (chars > 200) return 'a paragraph';
  return chars > 30 ? 'a sentence' : 'a few words';
}

function outputForm(shape: RowShape, rows: readonly GoldRow[]): string {
  const ratio = Math.exp(shape.outputLength - shape.inputLength);
  const distinct = new Set(rows.map(({ output }) => output.toLowerCase())).size;
  const chars = Math.expm1(shape.outputLength);
  if (chars < 30 && distinct <= Math.min(12, rows.length / 3)) return `say which label fits: ${labelsOf(rows)}`;
  if (shape.copied > 0.8 && ratio > 0.35 && ratio <= 1.05) {
    const what = shape.outputAsks > MOST ? 'the question' : 'the text';
    return `rewrite ${what} with some words left out: corrected, cleaned, without mistakes or interruptions`;
  }
  if (shape.copied > 0.8 && ratio <= 0.35) return 'copy the part that answers';
  if (shape.outputAsks > MOST) return 'write a question';
  if (shape.outputSentences > MOST)
    return shape.inputLists > MOST ? 'write a sentence that describes it' : 'write a sentence or an answer';
  if (isMostly(rows, ({ output }) => TITLE.test(output)) && chars > 8) return 'give it a title or a name';
  return chars < 40 ? 'name its topic, term or category in a word or two' : 'write a short text';
}

const PAIR =
  /(?:sentence|text|premise|context)\s*1?\s*:[\s\S]+(?:sentence|text)\s*2\s*:|premise\s*:[\s\S]+hypothesis\s*:/i;
const TITLE =
  /^(?:[\p{Lu}\d"'“(][^\s.]*|of|the|and|in|with|a|an|for|on|to|de|la|or|&|-)(?:\s+(?:[\p{Lu}\d"'“(&][^\s.]*|of|the|and|in|with|a|an|for|on|to|de|la|or|&|-))*$/u;

const isMostly = (rows: readonly GoldRow[], is: (row: GoldRow) => boolean): boolean =>
  rows.filter(is).length > rows.length * MOST;

const textOf = (input: GoldRow['input']): string =>
  typeof input === 'string' ? input : Object.values(input).join('\n');

const labelsOf = (rows: readonly GoldRow[]): string =>
  [...new Set(rows.map(({ output }) => output))].toSorted().slice(0, 12).join(', ');
