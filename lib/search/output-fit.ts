import { normaliseText } from '../dataset/normalise.ts';
import type { ColumnFacts } from './column-facts.ts';
import { labelMap } from './label-map.ts';
import type { SearchQuery } from './search-query.ts';

/** How well a column could be the task's output. */
export interface OutputFit {
  /** 0 to 1. */
  readonly score: number;
  /** True where values prove it: the task's labels stand in the column, or its texts look like the demonstrated ones. */
  readonly sure: boolean;
  readonly reasons: readonly string[];
}

/** Fit of a column's values with what the task answers. */
export function outputFit(column: ColumnFacts, query: SearchQuery): OutputFit {
  if (query.kind === 'labels') return query.labels === null ? classFit(column) : labelFit(column, query.labels);
  return textFit(column, query);
}

/** Labels that were seen, and rows that have one of them: both should be all. */
function labelFit(column: ColumnFacts, labels: readonly string[]): OutputFit {
  const wanted = new Set(labels.map(normaliseText));
  const seen = [...wanted].filter((label) => column.counts.has(label)).length;
  const rows = [...column.counts.values()].reduce((sum, count) => sum + count, 0);
  const inside = [...column.counts].reduce((sum, [value, count]) => sum + (wanted.has(value) ? count : 0), 0);
  const found = wanted.size === 0 ? 0 : seen / wanted.size;
  const share = rows === 0 ? 0 : inside / rows;
  if (seen === 0) return renamedFit(column, labels);
  const how = seen === wanted.size ? `all ${seen}` : `${seen} of ${wanted.size}`;
  const rest = share > 0.995 ? '' : `, in ${Math.round(share * 100)} % of the rows`;
  return {
    score: found * share,
    sure: found > 0.75 && share > 0.9,
    reasons: [`${how} of the task's labels stand in the column ${column.name}${rest}`],
  };
}

/** Labels under other names: beginnings of each other prove it, as many classes as labels make it worth a look. */
function renamedFit(column: ColumnFacts, labels: readonly string[]): OutputFit {
  const map = labelMap(column, labels);
  if (map !== null) {
    const pairs = Object.entries(map).map(([value, label]) => `${value} for ${label}`);
    return { score: RENAMED, sure: true, reasons: [`the column ${column.name} has ${pairs.join(', ')}`] };
  }
  if (column.looks !== 'classes' || column.distinct !== labels.length) return { score: 0, sure: false, reasons: [] };
  const reasons = [`the column ${column.name} has as many classes as the task has labels`];
  return { score: AS_MANY, sure: false, reasons };
}

/** A little less than the labels themselves: which value means which label is inferred. */
const RENAMED = 0.9;
/** Half of what a column of any classes is worth where the labels are not known: these have other names. */
const AS_MANY = 0.3;

const classFit = (column: ColumnFacts): OutputFit => ({
  score: column.looks === 'classes' ? 0.6 : 0.1,
  sure: false,
  reasons: column.looks === 'classes' ? [`the column ${column.name} has ${column.distinct} classes`] : [],
});

/** Texts that are not classes, about as long as those that the task shows. */
function textFit(column: ColumnFacts, { demonstrations }: SearchQuery): OutputFit {
  if (column.looks === 'identifiers') return { score: 0, sure: false, reasons: [] };
  const free = column.looks === 'text' ? 1 : openness(column.distinct);
  if (demonstrations.length === 0) return { score: 0.8 * free, sure: false, reasons: [] };
  const shown = demonstrations.reduce((sum, { output }) => sum + output.length, 0) / demonstrations.length;
  // Equal lengths give 1, a factor of e² or more 0.
  const likeness = Math.max(0, 1 - Math.abs(Math.log((column.meanChars + 1) / (shown + 1))) / 2);
  const known = demonstrations.filter(({ output }) => column.counts.has(normaliseText(output))).length;
  const score = Math.min(1, 0.5 * free + 0.3 * likeness + 0.2 * (known / demonstrations.length));
  const reasons = likeness > 0.6 ? [`texts of ${column.name} are as long as the demonstrated outputs`] : [];
  return { score, sure: free === 1 && likeness > 0.6, reasons };
}

/** A few classes are no open answers; a hundred are nearly. */
const openness = (distinct: number): number => Math.min(0.9, Math.max(0, (Math.log(distinct) - Math.log(8)) / 2));
