import { normaliseText } from '../dataset/normalise.ts';
import type { ColumnFacts } from './column-facts.ts';

/**
 * Values that mean one of the task's labels under another name, where that is sure: the label is the beginning of the
 * value or the value of the label (`C` for `contradiction`), for every label and every value alike.
 */
export function labelMap(column: ColumnFacts, labels: readonly string[]): Readonly<Record<string, string>> | null {
  if (column.looks !== 'classes') return null;
  const known = new Set(labels.map(normaliseText));
  const values = [...column.counts.keys()].filter((value) => !/^\d+$/.test(value));
  if (values.length !== labels.length || values.some((value) => known.has(value))) return null;
  const pairs = values.map((value) => {
    const meant = labels.filter((label) => begins(normaliseText(label), value) || begins(value, normaliseText(label)));
    return [value, meant.length === 1 ? meant[0] : undefined] as const;
  });
  const used = new Set(pairs.map(([, label]) => label));
  if (used.has(undefined) || used.size !== labels.length) return null;
  return Object.fromEntries(pairs.flatMap(([value, label]) => (label === undefined ? [] : [[value, label]])));
}

const begins = (long: string, short: string): boolean => short !== '' && long.startsWith(short);
