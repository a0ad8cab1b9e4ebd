/**
 * A text as it is, on one line, whatever Markdown would make of its characters. Line breaks become blanks.
 * CommonMark takes a backslash before any ASCII punctuation: https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>|~#&$]/g, '\\$&')
    // What would begin a list or underline a heading, at the start of a line.
    .replace(/^(\d*)([-+=.)])/, '$1\\$2');

/** A text in a fenced block; the fence is longer than any run of backticks inside. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** A table; cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
