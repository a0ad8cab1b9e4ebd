import { stripVTControlCharacters } from 'node:util';

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** East Asian scripts and emoji take two columns. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const ESCAPE = '\u001B';
const RESET = `${ESCAPE}[0m`;

/** Columns that a text takes on the screen; colours take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of letters.segment(stripVTControlCharacters(text))) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The text cut to so many columns, the cut marked by `…`; colours are closed behind it. */
export function fitLine(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const [first = '', ...coloured] = text.split(ESCAPE);
  // Behind each escape: `[36m`, then the text in that colour.
  const parts = [['', first] as const, ...coloured.map((part) => splitCode(part))];
  let fitted = '';
  let width = 0;
  for (const [code, part] of parts) {
    fitted += code;
    for (const { segment } of letters.segment(part)) {
      width += widthOf(segment);
      if (width > columns - 1) return `${fitted}…${coloured.length > 0 ? RESET : ''}`;
      fitted += segment;
    }
  }
  return fitted;
}

function splitCode(part: string): readonly [string, string] {
  const end = part.indexOf('m') + 1;
  return [ESCAPE + part.slice(0, end), part.slice(end)];
}

/** The text filled with spaces to so many columns. */
export const padTo = (text: string, columns: number, side: 'left' | 'right' = 'left'): string => {
  const room = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return side === 'left' ? text + room : room + text;
};
