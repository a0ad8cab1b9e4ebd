import { expect, it } from 'vitest';
import { keywordsOf, languageOfTokens } from '../../../../lib/metrics/code-keywords.ts';
import { codeTokens } from '../../../../lib/metrics/code-tokens.ts';

it.each([
  ['Python', 'def f(xs):\n    return [x for x in xs if x is not None]', 'def', 'const'],
  ['JavaScript', 'const f = (xs) => { let y = typeof xs; return y; }', 'typeof', 'def'],
  ['Go', 'func f(xs []int) { go g(); defer h() }', 'defer', 'elif'],
  ['SQL', 'SELECT name FROM people WHERE age > 3 ORDER BY name', 'SELECT', 'def'],
])('reads %s off its words', (_, code, inside, outside) => {
  const keywords = keywordsOf(codeTokens(code));
  expect([keywords.has(inside), keywords.has(outside)]).toEqual([true, false]);
});

it('finds none where no word is one', () => {
  expect(keywordsOf(codeTokens('x + y == 3')).size).toBe(0);
});

it.each([
  ['Python', 'def f(self):\n    self.x = self.y\n    return self.z'],
  ['Ruby', 'def f\n  self.x = self.y\nend'],
  [null, 'x + y == 3'],
])('names %s', (language, code) => {
  expect(languageOfTokens(codeTokens(code))).toBe(language);
});

it('takes a word that tells a language for no keyword of it', () => {
  expect(keywordsOf(codeTokens('def f(self): return self.x')).has('self')).toBe(false);
});

it('cuts program text into words and marks', () => {
  expect(codeTokens('foo_1(bar)+=naïve # 3.5')).toEqual([
    'foo_1',
    '(',
    'bar',
    ')',
    '+',
    '=',
    'naïve',
    '#',
    '3',
    '.',
    '5',
  ]);
});
