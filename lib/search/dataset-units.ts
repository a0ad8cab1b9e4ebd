import type { Row } from '../datasets/table.ts';
import { mappedRow } from '../datasets/mapped-row.ts';
import type { ColumnFacts } from './column-facts.ts';
import { evenly } from './evenly.ts';
import type { StudiedDataset } from './studied-dataset.ts';
import { describeRows } from './describe-rows.ts';
import { mapColumns } from './map-columns.ts';
import { rowShape } from './row-shape.ts';
import type { IndexedText } from './search-index.ts';
import type { SearchQuery } from './search-query.ts';

/** Rows of a dataset that are compared one by one; what a dataset is about shows in a handful. */
const ROWS = 8;
/** Rows whose words are searched: each row brings some that the others lack, and words cost no embedding. */
const WORD_ROWS = 40;
/** Of one cell: a row of many long cells still shows something of each. */
const CELL_CHARS = 300;
const ROW_CHARS = 700;

/**
 * The texts that stand for a dataset: one of its name, description and column names, and one for each of a few rows. The
 * first also carries all of it for the comparison by words.
 */
export function datasetUnits(profile: StudiedDataset): readonly IndexedText[] {
  const { found, columns } = profile;
  const rows = evenly(profile.rows, ROWS).map(rowText);
  const spoken = evenly(profile.rows, WORD_ROWS).map(rowText);
  const card = [nameInWords(found.title), found.card.description, `Columns: ${columns.join(', ')}`]
    .filter((text) => text !== '')
    .join('\n');
  const dataset = found.id;
  const described = description(profile);
  return [
    { dataset, part: 'about', meaning: card, words: [card, described, ...spoken].join('\n') },
    ...(described === '' ? [] : [{ dataset, part: 'about' as const, meaning: described, words: '' }]),
    ...rows.filter((text) => text !== '').map((meaning) => ({ dataset, part: 'row' as const, meaning, words: '' })),
  ];
}

/** What its rows do, as far as it shows without a task in mind; empty where no two columns make rows. */
function description({ facts, rows }: StudiedDataset): string {
  const mapped = mapColumns(facts, likelyTask(facts));
  if (mapped === null) return '';
  const pairs = rows.map((row) => mappedRow(row, mapped.mapping, null)).filter(({ output }) => output !== '');
  const shape = rowShape(pairs);
  return shape === null ? '' : describeRows(shape, pairs);
}

/** People write the output last: what stands there says whether the rows are for labels or for text. */
function likelyTask(facts: readonly ColumnFacts[]): SearchQuery {
  const last = facts.filter(({ filled, looks }) => filled > 0 && looks !== 'identifiers').at(-1);
  const kind = last?.looks === 'classes' ? 'labels' : 'text';
  return { instruction: '', kind, labels: null, fields: null, demonstrations: [] };
}

const rowText = (row: Row): string =>
  Object.values(row)
    .filter((cell) => cell !== '')
    .map((cell) => cell.slice(0, CELL_CHARS))
    .join('\n')
    .slice(0, ROW_CHARS);

const nameInWords = (title: string): string => title.replaceAll(/[._\-/]+/g, ' ').trim();
