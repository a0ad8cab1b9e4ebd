import { evenly } from './evenly.ts';
import type { GoldRow, TaskInput } from '../../contracts/example.ts';

/** How outputs relate to their inputs, over some rows. */
export interface RowShape {
  /** Mean of log(1 + characters). */
  readonly inputLength: number;
  readonly outputLength: number;
  /** Mean share of the output's words that stand in the input, 0 to 1. */
  readonly copied: number;
  /** Shares of rows, 0 to 1. */
  readonly inputAsks: number;
  readonly outputAsks: number;
  /** Inputs of names and values: `food: Thai`, `area[centre]`, `pool=yes`. */
  readonly inputLists: number;
  /** Outputs that end like sentences. */
  readonly outputSentences: number;
}

/** Null for no rows. */
export function rowShape(rows: readonly GoldRow[]): RowShape | null {
  if (rows.length === 0) return null;
  const pairs = evenly(rows, ROWS).map(({ input, output }) => ({ input: plainText(input), output }));
  const mean = (measure: (pair: { readonly input: string; readonly output: string }) => number): number =>
    pairs.reduce((sum, pair) => sum + measure(pair), 0) / pairs.length;
  return {
    inputLength: mean(({ input }) => Math.log1p(input.length)),
    outputLength: mean(({ output }) => Math.log1p(output.length)),
    copied: mean(copiedShare),
    inputAsks: mean(({ input }) => Number(ASKS.test(input))),
    outputAsks: mean(({ output }) => Number(ASKS.test(output))),
    inputLists: mean(({ input }) => Number(LISTS.test(input.slice(0, LIST_CHARS)))),
    outputSentences: mean(({ output }) => Number(SENTENCE.test(output))),
  };
}

/**
 * How alike two shapes are, 0 to 1. A length that differs by a factor of e, or a share that differs by 0.5, costs a
 * seventh of it.
 */
export function shapeLikeness(one: RowShape, other: RowShape): number {
  const shares = ['copied', 'inputAsks', 'outputAsks', 'inputLists', 'outputSentences'] as const;
  const costs = [
    Math.abs(one.inputLength - other.inputLength),
    Math.abs(one.outputLength - other.outputLength),
    ...shares.map((share) => Math.abs(one[share] - other[share]) * 2),
  ];
  return 1 - Math.min(1, costs.reduce((sum, cost) => sum + Math.min(1.5, cost), 0) / costs.length);
}

/** Means over so many rows are steady enough. */
const ROWS = 60;
/** A list shows itself early. */
const LIST_CHARS = 300;
const ASKS = /[?？]\s*$/;
const SENTENCE = /[.!?。！？]\s*$/;
const LISTS = /(?:[\p{L} _]{1,30}(?:\[[^\]]{0,80}\]|[:=]\s?[^,;]{1,80})[,;]\s*){2,}/u;

const plainText = (input: TaskInput): string =>
  typeof input === 'string' ? input.trim() : Object.values(input).join('\n');

function copiedShare({ input, output }: { readonly input: string; readonly output: string }): number {
  const known = new Set(wordsOf(input));
  const words = wordsOf(output);
  return words.length === 0 ? 0 : words.filter((word) => known.has(word)).length / words.length;
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
