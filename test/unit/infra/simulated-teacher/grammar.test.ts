import { expect, it } from 'vitest';
import { createDice } from '../../../../infra/local/simulated-teacher/dice.ts';
import { expand, patternOf, type Grammar } from '../../../../infra/local/simulated-teacher/grammar.ts';

const GRAMMAR: Grammar = { who: ['Ann', 'Bo'], thing: ['a cup', '{#2-3} cups (of {who})'] };

it('replaces slots to any depth and draws numbers from their range', () => {
  const made = new Set(
    Array.from({ length: 200 }, (_, number) => expand('{who}: {thing}.', GRAMMAR, createDice(number))),
  );
  expect([...made].toSorted()).toEqual([
    'Ann: 2 cups (of Ann).',
    'Ann: 2 cups (of Bo).',
    'Ann: 3 cups (of Ann).',
    'Ann: 3 cups (of Bo).',
    'Ann: a cup.',
    'Bo: 2 cups (of Ann).',
    'Bo: 2 cups (of Bo).',
    'Bo: 3 cups (of Ann).',
    'Bo: 3 cups (of Bo).',
    'Bo: a cup.',
  ]);
});

it('has a pattern for all that it can make', () => {
  const pattern = new RegExp(`^${patternOf('{who}: {thing}.', GRAMMAR)}$`);
  expect(
    ['Ann: a cup.', 'Bo: 3 cups (of Ann).', 'Bo: 3 cups of Ann.', 'Cy: a cup.', 'Ann: a cup!'].map((text) =>
      pattern.test(text),
    ),
  ).toEqual([true, true, false, false, false]);
});

it('names a slot that it does not have', () => {
  expect(() => expand('{nobody}', GRAMMAR, createDice(1))).toThrow('{nobody}');
});
