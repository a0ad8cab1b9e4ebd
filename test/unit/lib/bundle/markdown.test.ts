import { describe, expect, it } from 'vitest';
import { fenced, plain, table } from '../../../../lib/bundle/markdown.ts';

describe('plain', () => {
  it('escapes what Markdown or HTML would read, cells of tables included', () => {
    expect(plain('a|b *c* _d_ `e` <f> [g](h) #i \\ &amp; ~~j~~')).toBe(
      String.raw`a\|b \*c\* \_d\_ \`e\` \<f\> \[g\](h) \#i \\ \&amp; \~\~j\~\~`,
    );
  });

  it('makes one line of several', () => {
    expect(plain('a \r\n\n  b\u2028c')).toBe('a b c');
  });

  it.each([
    ['- a', String.raw`\- a`],
    ['12. a', String.raw`12\. a`],
    ['=== a', String.raw`\=== a`],
    ['1990-05-01', String.raw`1990\-05-01`],
  ])('keeps %j from beginning a list or underlining a heading', (text, escaped) => {
    expect(plain(text)).toBe(escaped);
  });
});

describe('fenced', () => {
  it('opens with more backticks than the text holds in a row', () => {
    expect(fenced('a\n````\nb\n', 'sh')).toBe('`````sh\na\n````\nb\n`````');
  });
});

describe('table', () => {
  it('puts a rule under the head', () => {
    expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});
