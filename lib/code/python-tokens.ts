/** `newline` ends a statement, `break` any other line; `indent` is the white space that opens a block. */
type TokenKind = 'comment' | 'text' | 'newline' | 'break' | 'indent' | 'dedent' | 'other';

export interface PythonToken {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins in the program, in characters. */
  readonly from: number;
}

const PREFIX = '(?:[bB][rR]?|[rR][bB]?|[fF][rR]?|[rR][fF]|[uU])?';
/** The first that fits is it; a sign that nothing else takes is one by itself. */
const PIECE = new RegExp(
  [
    '(?<space>[ \\t\\f]+)',
    '(?<continued>\\\\\\r?\\n)',
    '(?<end>\\r?\\n)',
    '(?<comment>#[^\\r\\n]*)',
    `(?<text>${PREFIX}(?:"""(?:[^\\\\]|\\\\.)*?"""|'''(?:[^\\\\]|\\\\.)*?'''))`,
    `(?<open>${PREFIX}(?:"""|'''))`,
    `(?<line>${PREFIX}(?:'(?:[^\\n'\\\\]|\\\\.)*'|"(?:[^\\n"\\\\]|\\\\.)*"))`,
    '(?<other>[\\p{L}\\p{M}\\p{N}_]+|.)',
  ].join('|'),
  'gsu',
);
const TAB = 8;

/**
 * The tokens of a Python program; null where it has none: a bracket, a text of three quotes or a continued line is open at
 * its end, or a block goes back to a depth that none has. A sign that is no Python is a token too, as it was up to 3.11.
 * @see https://docs.python.org/3.11/reference/lexical_analysis.html
 */
export function pythonTokens(program: string): readonly PythonToken[] | null {
  const tokens: PythonToken[] = [];
  const blocks = [0];
  let [brackets, isContinued, isLineStart, depth] = [0, false, true, ''];
  for (const { kind, text, from } of pieces(program)) {
    isContinued = kind === 'continued';
    if (kind === 'open') return null;
    if (kind === 'space') {
      if (isLineStart) depth = text;
    } else if (kind === 'end') {
      tokens.push({ kind: isLineStart || brackets > 0 ? 'break' : 'newline', text, from });
      [isLineStart, depth] = [true, ''];
    } else if (kind === 'comment') tokens.push({ kind, text, from });
    else {
      if (isLineStart && brackets === 0) {
        const turns = turnsOf(widthOf(depth), blocks);
        if (turns === null) return null;
        for (const turn of turns)
          tokens.push(
            turn === 'indent' ? { kind: turn, text: depth, from: from - depth.length } : { kind: turn, text: '', from },
          );
      }
      isLineStart = false;
      if (kind === 'continued') continue;
      brackets += bracketOf(text);
      tokens.push({ kind: kind === 'other' ? kind : 'text', text, from });
    }
  }
  return brackets !== 0 || isContinued ? null : tokens;
}

function* pieces(program: string): Generator<{ readonly kind: string; readonly text: string; readonly from: number }> {
  for (const { groups = {}, index } of program.matchAll(PIECE)) {
    const [kind, text] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    if (kind !== undefined && text !== undefined) yield { kind, text, from: index };
  }
}

/** Columns of white space at the beginning of a line; a tab goes on to the next multiple of eight. */
const widthOf = (space: string): number =>
  space
    .split('')
    .reduce((width, sign) => (sign === '\t' ? TAB * (Math.floor(width / TAB) + 1) : sign === ' ' ? width + 1 : 0), 0);

/** Blocks that a line opens or ends, kept up in `blocks`, the depths of those open; null where it ends in none of them. */
function turnsOf(width: number, blocks: number[]): readonly ('indent' | 'dedent')[] | null {
  const innermost = (): number => blocks.at(-1) ?? 0;
  if (width > innermost()) {
    blocks.push(width);
    return ['indent'];
  }
  const turns: 'dedent'[] = [];
  for (; width < innermost(); turns.push('dedent')) blocks.pop();
  return width === innermost() ? turns : null;
}

const bracketOf = (text: string): number => ('([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0);
