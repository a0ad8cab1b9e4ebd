import { expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { sliceLines } from '../../../../client/terminal/slice-lines.ts';
import type { Slice } from '../../../../contracts/slices.ts';

const slice: Slice = {
  by: 'label',
  name: 'a\u202Eb',
  rows: 40,
  student: { value: 0.5, low: 0.4, high: 0.6 },
  teacher: { value: 0.9, low: 0.8, high: 1 },
  holmP: 0.012,
  weak: true,
};
const linesOf = (slices: readonly Slice[]) =>
  sliceLines({ metric: 'accuracy', leastRows: 20, small: 0, slices: [...slices] }, createPalette('plain'));

it('shows the parts where the student is weak, and nothing that steers a terminal', () => {
  const even = { ...slice, by: 'length', name: 'short', weak: false } as const;
  expect(linesOf([slice, even, { ...slice, by: 'script', name: 'Latin', teacher: null, holmP: 0.00001 }])).toEqual([
    '2 of 3 parts of the test, by accuracy',
    'weak on           rows  student  teacher  p (Holm)',
    'label a[U+202E]b    40    0.500    0.900     0.012',
    'script Latin        40    0.500        -   < 0.001',
  ]);
});

it('says so where there is none', () => {
  expect(linesOf([{ ...slice, weak: false }])).toEqual(['on none of 1 parts of the test is the student weak']);
});

it('names weak clusters by their words, and says why there are none', () => {
  expect(linesOf([{ ...slice, by: 'cluster', name: 'late, parcel' }])[2]).toBe(
    'cluster late, parcel    40    0.500    0.900     0.012',
  );
  const noClusters = 'Inputs are not grouped by likeness: no embedder.';
  for (const weak of [true, false]) {
    const found = { metric: 'accuracy', leastRows: 20, small: 0, slices: [{ ...slice, weak }], noClusters };
    expect(sliceLines(found, createPalette('plain')).at(-1)).toBe(noClusters);
  }
});
