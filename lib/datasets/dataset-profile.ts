import type { DatasetFile } from '../../contracts/candidate.ts';
import type { DataBytes } from './data-bytes.ts';
import type { FoundDataset } from './found-dataset.ts';
import { readTable } from './read-table.ts';
import { columnsOf, type Row } from './table.ts';

/** What was seen in a dataset: enough to describe and rank it. */
export interface DatasetProfile {
  readonly found: FoundDataset;
  readonly columns: readonly string[];
  /** From all over its training part. */
  readonly rows: readonly Row[];
  /** Of all its files; null where some were not opened. */
  readonly totalRows: number | null;
  readonly bytes: number;
}

/** Opens a file of a dataset, wherever that lies. */
export type OpenFile = (dataset: Pick<FoundDataset, 'place'>, file: DatasetFile) => Promise<DataBytes>;

/** Rows that decide how columns are used. Labels of one row in a hundred are still seen a few times. */
const PROFILE_ROWS = 600;
/** Files that are opened to count rows; a table in many parts is not counted. */
const COUNTED_FILES = 8;

/**
 * Looks into a dataset: rows from all over its training file (the first one that is no test), and its size.
 * @throws DataUnreadable
 */
export async function profileDataset(found: FoundDataset, open: OpenFile): Promise<DatasetProfile> {
  const order = found.files.toSorted((one, other) => rankOf(one) - rankOf(other));
  const opened = order.slice(0, COUNTED_FILES);
  const rows: Row[] = [];
  let total = 0;
  for (const [at, file] of opened.entries()) {
    const table = await readTable(file.path, await open(found, file), {
      rows: at === 0 ? PROFILE_ROWS : 1,
      from: at === 0 ? 'everywhere' : 'start',
    });
    if (at === 0) rows.push(...table.rows);
    total += table.total;
  }
  return {
    found,
    columns: columnsOf(rows),
    rows,
    totalRows: opened.length === order.length ? total : null,
    bytes: found.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

const RANKS = { train: 0, validation: 2, test: 3 } as const;

const rankOf = ({ split }: DatasetFile): number => (split === null ? 1 : RANKS[split]);
