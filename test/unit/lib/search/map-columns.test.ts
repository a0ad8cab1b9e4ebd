import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../lib/datasets/table.ts';
import { columnFacts } from '../../../../lib/search/column-facts.ts';
import { mapColumns } from '../../../../lib/search/map-columns.ts';
import type { SearchQuery } from '../../../../lib/search/search-query.ts';

const LABELS: SearchQuery = {
  instruction: '',
  kind: 'labels',
  labels: ['positive', 'negative'],
  fields: null,
  demonstrations: [],
};
const TEXT: SearchQuery = { ...LABELS, kind: 'text', labels: null };

const words = ['oak', 'elm', 'ash', 'fir', 'yew', 'bay', 'fig', 'box'];
const sentence = (at: number) =>
  `The ${words[at % 8]} stood ${words[(at * 3) % 8]} beside number ${at} of the long road.`;

/** 40 rows; each column's value is made from the row's number. */
function rowsOf(columns: Readonly<Record<string, (at: number) => string>>): readonly Row[] {
  return Array.from({ length: 40 }, (_, at) =>
    Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(at)])),
  );
}

function mappingOf(columns: Readonly<Record<string, (at: number) => string>>, query: SearchQuery) {
  return mapColumns(columnFacts(Object.keys(columns), rowsOf(columns)), query)?.mapping ?? null;
}

const sides = (at: number) => (at % 2 === 0 ? 'Positive' : 'negative');

const short = (at: number) => (at % 2 === 0 ? 'pos' : 'neg');
const letter = (at: number) => (at % 2 === 0 ? 'a' : 'b');

describe('mapColumns', () => {
  it('finds the output by its values, whatever it is called', () => {
    const columns = { label: (at: number) => `${at % 5}`, text: sentence, x9: sides };
    expect(mappingOf(columns, LABELS)).toEqual({ input: 'text', output: 'x9' });
  });

  it('passes over keys and numbers for the input', () => {
    const columns = {
      id: (at: number) => `row_${at}`,
      year: (at: number) => `${1900 + at}`,
      note: sentence,
      mood: sides,
    };
    expect(mappingOf(columns, LABELS)).toEqual({ input: 'note', output: 'mood' });
  });

  it('takes two columns that belong together for one input', () => {
    const columns = { premise: sentence, hypothesis: (at: number) => sentence(at + 1), label: sides };
    expect(mappingOf(columns, LABELS)).toEqual({
      input: { premise: 'premise', hypothesis: 'hypothesis' },
      output: 'label',
    });
  });

  it('finds the task’s fields by exact names, then near ones, then by what is left', () => {
    const columns = { Review_Text: sentence, titles: (at: number) => `Tree ${at}`, blurb: sentence, label: sides };
    const query = { ...LABELS, fields: ['title', 'review text', 'summary'] };
    expect(mappingOf(columns, query)).toEqual({
      input: { title: 'titles', 'review text': 'Review_Text', summary: 'blurb' },
      output: 'label',
    });
  });

  it('has no mapping where a field is left without a column', () => {
    expect(mappingOf({ a: sentence, label: sides }, { ...LABELS, fields: ['one', 'other'] })).toBeNull();
  });

  it('translates values that are beginnings of the labels, or labels that are beginnings of values', () => {
    expect(mappingOf({ text: sentence, label: short }, LABELS)).toEqual({
      input: 'text',
      output: 'label',
      labels: { pos: 'positive', neg: 'negative' },
    });
  });

  it('translates nothing where that would be a guess', () => {
    expect(mappingOf({ text: sentence, label: letter }, LABELS)).toEqual({ input: 'text', output: 'label' });
  });

  it('does not take classes for the input of a task that writes text', () => {
    const columns = {
      topic: (at: number) => ['sport', 'news'][at % 2] ?? '',
      body: sentence,
      headline: (at: number) => `Tree ${at} falls`,
    };
    expect(mappingOf(columns, TEXT)).toEqual({ input: 'body', output: 'headline' });
  });

  it('has no mapping for one column', () => {
    expect(mappingOf({ text: sentence }, TEXT)).toBeNull();
  });
});
