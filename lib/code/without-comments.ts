import type { ReadableLanguage } from './grammar.ts';
import { pythonTokens } from './python-tokens.ts';

/** A comment, or a text in quotes, which may hold what looks like one. */
const COMMENT_OR_TEXT = /\/\/[^\n]*|\/\*.*?\*\/|'(?:\\.|[^\\'])*'|"(?:\\.|[^\\"])*"/gs;

/**
 * A program without comments, docstrings and empty lines, as the reference reads it. Where a Python program cannot be cut
 * into tokens (an open bracket at its end) all of it stays. In JavaScript `//` inside a template or a regular expression
 * counts as a comment, as it does to the reference.
 */
export function withoutComments(program: string, language: ReadableLanguage): string {
  const left =
    language === 'Python'
      ? withoutPythonComments(program)
      : program.replace(COMMENT_OR_TEXT, (found) => (found.startsWith('/') ? ' ' : found));
  if (left === null) return program;
  return left
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/**
 * Token after token, with as many spaces between them as stood signs there; null where there are none. A text that a
 * line begins with is dropped: docstrings are, and any text that is a statement of its own.
 */
function withoutPythonComments(program: string): string | null {
  const tokens = pythonTokens(program);
  if (tokens === null) return null;
  let out = '';
  let end = 0;
  let before = 'indent';
  for (const { kind, text, from } of tokens) {
    const lineStart = program.lastIndexOf('\n', from - 1) + 1;
    out += ' '.repeat(Math.max(0, from - Math.max(end, from === 0 ? 0 : lineStart)));
    const isAlone = before === 'indent' || before === 'newline' || from === lineStart;
    if (kind !== 'comment' && !(kind === 'text' && isAlone)) out += text;
    before = kind;
    end = from + text.length;
  }
  return out;
}
