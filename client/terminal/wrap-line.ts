import { widthOf } from './fit-line.ts';

/** Narrower than this nothing is gained by breaking between words. */
const LEAST_COLUMNS = 20;

/**
 * A line in pieces of at most so many columns, broken between words; later pieces begin where the first one's text does.
 * A word longer than a line stays whole: the terminal breaks it.
 */
export function wrapLine(line: string, columns: number): string[] {
  if (widthOf(line) <= columns || columns < LEAST_COLUMNS) return [line];
  const indent = /^[ │]*/.exec(line)?.[0] ?? '';
  const pieces: string[] = [];
  let piece = indent;
  for (const [word = '', gap = ''] of line.slice(indent.length).matchAll(/\S+( *)/g)) {
    const text = word.slice(0, word.length - gap.length);
    if (piece !== indent && widthOf(piece + text) > columns) {
      pieces.push(piece.trimEnd());
      piece = indent;
    }
    piece += word;
  }
  return [...pieces, piece.trimEnd()];
}
