import type { ColumnMapping } from '../../contracts/candidate.ts';
import type { ColumnFacts } from './column-facts.ts';
import { inputName, inputPair, nameLikeness, outputName } from './column-names.ts';
import { labelMap } from './label-map.ts';
import { outputFit, type OutputFit } from './output-fit.ts';
import type { SearchQuery } from './search-query.ts';

export interface MappedColumns {
  readonly mapping: ColumnMapping;
  readonly output: OutputFit;
  /** How well the columns are named as the task's fields are, 0 to 1; 0 for a task of one text. */
  readonly names: number;
  readonly reasons: readonly string[];
}

/** Names decide less than values, and more than nothing. */
const NAME_WEIGHT = 0.5;
/** People write the input first. */
const LAST_WEIGHT = 0.1;

/** Which columns are the task's input and output, by names and by values; null where the dataset has no two columns that could be. */
export function mapColumns(facts: readonly ColumnFacts[], query: SearchQuery): MappedColumns | null {
  const usable = facts.filter(({ filled }) => filled > 0);
  const pairs = usable
    .filter((column) => column.looks !== 'identifiers' && !isField(column, query))
    .flatMap((column, at) => {
      const rest = usable.filter(({ name }) => name !== column.name);
      const input = query.fields === null ? inputOfText(rest) : inputOfFields(rest, query.fields);
      if (input === null) return [];
      const fit = outputFit(column, query);
      const last = (LAST_WEIGHT * at) / usable.length;
      return [{ column, fit, input, score: fit.score * input.quality + NAME_WEIGHT * outputName(column.name) + last }];
    });
  const [best] = pairs.toSorted((one, other) => other.score - one.score);
  if (best === undefined) return null;
  const { column, fit, input } = best;
  const labels = query.labels === null ? null : labelMap(column, query.labels);
  return {
    mapping: { input: input.input, output: column.name, ...(labels === null ? {} : { labels }) },
    output: { ...fit, score: fit.score * input.quality },
    names: input.names,
    reasons: [...fit.reasons, ...input.reasons],
  };
}

const isField = (column: ColumnFacts, { fields }: SearchQuery): boolean =>
  fields?.some((field) => nameLikeness(field, column.name) === 1) === true;

interface ChosenInput {
  readonly input: ColumnMapping['input'];
  readonly names: number;
  /** 0 to 1: how much it reads like something that is asked about. */
  readonly quality: number;
  readonly reasons: readonly string[];
}

/** A column for each of the task's fields, by name; one that is left over takes the one field that is. */
function inputOfFields(columns: readonly ColumnFacts[], fields: readonly string[]): ChosenInput | null {
  const chosen = new Map<string, string>();
  let named = 0;
  for (const field of fields) {
    const free = columns.filter(({ name }) => ![...chosen.values()].includes(name));
    const best = free
      .map(({ name }) => ({ name, likeness: nameLikeness(field, name) }))
      .toSorted((one, other) => other.likeness - one.likeness)[0];
    if (best !== undefined && best.likeness > 0) {
      chosen.set(field, best.name);
      named += best.likeness;
    }
  }
  const bare = fields.filter((field) => !chosen.has(field));
  for (const field of bare) {
    const left = bestText(columns.filter(({ name }) => ![...chosen.values()].includes(name)));
    if (left === null) return null;
    chosen.set(field, left.name);
  }
  const exact = fields.filter((field) => nameLikeness(field, chosen.get(field) ?? '') === 1);
  return {
    input: Object.fromEntries(fields.map((field) => [field, chosen.get(field) ?? ''])),
    names: named / fields.length,
    quality: 1,
    reasons: exact.length === 0 ? [] : [`columns are named as the task's fields: ${exact.join(', ')}`],
  };
}

/** One column of text, or two that only make sense together. */
function inputOfText(columns: readonly ColumnFacts[]): ChosenInput | null {
  const exact = columns.find(({ name }) => name === 'input');
  const pair = exact === undefined ? inputPair(columns.map(({ name }) => name)) : null;
  if (pair !== null) {
    const [one, other] = pair;
    const reasons = [`the input is made of ${one} and ${other}`];
    return { input: { [one]: one, [other]: other }, names: 0, quality: 1, reasons };
  }
  const best = exact ?? bestText(columns);
  if (best === null) return null;
  return { input: best.name, names: 0, quality: LOOKS[best.looks], reasons: [] };
}

/** Texts are asked about, seldom classes, hardly ever keys and numbers. */
const LOOKS = { text: 1, classes: 0.3, identifiers: 0.1, numbers: 0.1 } as const;

/** The column that reads most like an input: named so, and of text rather than of numbers and keys. */
function bestText(columns: readonly ColumnFacts[]): ColumnFacts | null {
  const scored = columns.map((column) => ({
    column,
    // Length up to a paragraph counts: texts are longer than titles and names.
    score:
      LOOKS[column.looks] + inputName(column.name) + Math.min(1, column.meanChars / 500) * 0.5 + column.filled * 0.5,
  }));
  return scored.toSorted((one, other) => other.score - one.score)[0]?.column ?? null;
}
