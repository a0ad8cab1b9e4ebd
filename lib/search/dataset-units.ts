import type { Row } from '../datasets/table.ts';
import { mappedRow } from '../datasets/mapped-row.ts';
import { evenly } from './evenly.ts';
import type { StudiedDataset } from './studied-dataset.ts';
import { describeRows } from './describe-rows.ts';
import { mapColumns } from './map-columns.ts';
import { rowShape } from './row-shape.ts';
import type { IndexedText } from './search-index.ts';

/** Rows of a dataset that are compared one by one; what a dataset is about shows in a handful. */
const ROWS = 8;
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
  const card = [nameInWords(found.title), found.card.description, `Columns: ${columns.join(', ')}`]
    .filter((text) => text !== '')
    .join('\n');
  const dataset = found.id;
  const described = description(profile);
  return [
    { dataset, meaning: card, words: [card, described, ...rows].join('\n') },
    ...[described, ...rows].filter((text) => text !== '').map((meaning) => ({ dataset, meaning, words: '' })),
  ];
}

/** What its rows do, as far as it shows without a task in mind; empty where no two columns make rows. */
function description({ facts, rows }: StudiedDataset): string {
  const mapped = mapColumns(facts, NO_TASK);
  if (mapped === null) return '';
  const pairs = rows.map((row) => mappedRow(row, mapped.mapping, null)).filter(({ output }) => output !== '');
  const shape = rowShape(pairs);
  return shape === null ? '' : describeRows(shape, pairs);
}

const NO_TASK = { instruction: '', kind: 'text', labels: null, fields: null, demonstrations: [] } as const;

const rowText = (row: Row): string =>
  Object.values(row)
    .filter((cell) => cell !== '')
    .map((cell) => cell.slice(0, CELL_CHARS))
    .join('\n')
    .slice(0, ROW_CHARS);

const nameInWords = (title: string): string => title.replaceAll(/[._\-/]+/g, ' ').trim();
