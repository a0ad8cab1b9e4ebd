import { expect, it } from 'vitest';
import { openGrammar } from '../../../../lib/code/grammar.ts';
import { createSubtrees } from '../../../../lib/code/syntax-subtrees.ts';

const python = await openGrammar('Python');
const subtreesOf = createSubtrees();
const read = (program: string) => subtreesOf(python(program).root);

it('gives equal trees equal numbers, whatever names and values they hold', () => {
  expect(read('x = f(1)')).toEqual(read('name = g(23)'));
  expect(read('x = f(1)')).not.toEqual(read('x = f(y)'));
});

it('counts nodes with something below them, and the root', () => {
  // Module, statement, assignment, sum.
  expect(read('x = y + 1')).toHaveLength(4);
  expect(read('')).toHaveLength(1);
  expect(read('a = 1\nb = 2')).toHaveLength(5);
});

it('numbers a part by itself as it numbers it inside another', () => {
  const [, ...parts] = read('pass');
  expect(read('if a:\n    pass')).toEqual(expect.arrayContaining(parts));
});

it('tells what a child is to its parent', () => {
  expect(read('x[a]')).not.toEqual(read('x(a)'));
  expect(read('a.b')).not.toEqual(read('f(a, b)'));
});

it('tells a word that the parser put in from one that stands there, and one odd sign from another', () => {
  expect(read('def f(x:\n    return x')).not.toEqual(read('def f(x):\n    return x'));
  expect(read('a = ?')).not.toEqual(read('a = $'));
  expect(python('a = ?').isBroken).toBe(true);
});

it('reads trees that are as deep as their text is long', () => {
  expect(read(`${'('.repeat(5000)}x${')'.repeat(5000)}`).length).toBeGreaterThan(5000);
});
