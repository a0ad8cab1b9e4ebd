import { editDistance } from '../task/nearest-word.ts';

/** Names that datasets use for what is answered, the plainest first. */
const OUTPUT_NAMES = [
  'output',
  'label',
  'labels',
  'target',
  'answer',
  'class',
  'category',
  'response',
  'completion',
  'summary',
  'intent',
  'sentiment',
  'topic',
  'title',
  'headline',
  'highlights',
  'translation',
  'tag',
  'gold',
  'expected',
  'result',
  'rating',
  'answers',
  'queue',
  'priority',
  'type',
  'verdict',
  'corrected',
  'simplified',
  'paraphrase',
  'sql',
  'code',
];

/** Names for what is asked about. */
const INPUT_NAMES = [
  'input',
  'text',
  'sentence',
  'question',
  'prompt',
  'document',
  'content',
  'message',
  'body',
  'query',
  'passage',
  'context',
  'article',
  'review',
  'premise',
  'source',
  'abstract',
  'description',
  'utterance',
  'comment',
  'instruction',
  'dialogue',
  'statement',
  'tweet',
  'ticket',
];

/** Columns that only make sense together. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['premise', 'hypothesis'],
  ['sentence1', 'sentence2'],
  ['sentence_1', 'sentence_2'],
  ['sentence_a', 'sentence_b'],
  ['text1', 'text2'],
  ['text_a', 'text_b'],
  ['question1', 'question2'],
  ['context', 'question'],
  ['passage', 'question'],
  ['document', 'question'],
  ['paragraph', 'question'],
  ['claim', 'evidence'],
  ['instruction', 'input'],
];

/** Case, spaces and signs left out. */
const bareName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** How well a column's name says that it is the output: 1 the plainest, 0 not at all. */
export const outputName = (column: string): number => standing(column, OUTPUT_NAMES);

export const inputName = (column: string): number => standing(column, INPUT_NAMES);

/** Two columns that make one input; null where there are none. */
export function inputPair(columns: readonly string[]): readonly [string, string] | null {
  const byName = new Map(columns.map((column) => [bareName(column), column]));
  for (const pair of PAIRS) {
    const [one, other] = pair.map((name) => byName.get(bareName(name)));
    if (one !== undefined && other !== undefined) return [one, other];
  }
  return null;
}

/** 1: the same name but for case and signs; 0.7: near it, by one edit or as its last part; 0: another name. */
export function nameLikeness(wanted: string, column: string): number {
  const [one, other] = [bareName(wanted), bareName(column)];
  if (one === other) return 1;
  const last = bareName(column.split(/[.\s]/).at(-1) ?? '');
  if (last === one || `${one}s` === other || `${other}s` === one) return 0.7;
  return one.length >= 5 && editDistance(one, other) <= 1 ? 0.7 : 0;
}

function standing(column: string, names: readonly string[]): number {
  const parts = [bareName(column), ...column.toLowerCase().split(/[^\p{L}\p{N}]+/u)];
  const at = names.findIndex((name) => parts[0] === name);
  if (at >= 0) return 1 - (0.5 * at) / names.length;
  return names.some((name) => parts.slice(1).includes(name)) ? 0.4 : 0;
}
