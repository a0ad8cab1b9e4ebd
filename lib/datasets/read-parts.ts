import type { OpenFile } from './dataset-profile.ts';
import type { FoundDataset } from './found-dataset.ts';
import type { ImportPart } from './import-rows.ts';
import { readTable } from './read-table.ts';

/** Rows taken from one split: far more than any cap leaves, and few enough to hold. */
const ROWS_PER_SPLIT = 50_000;

/**
 * All rows of a dataset, split by split; of a split above 50,000 rows about as many from all over its files.
 * @throws DataUnreadable
 */
export async function readParts(
  dataset: Pick<FoundDataset, 'place' | 'files'>,
  open: OpenFile,
): Promise<readonly ImportPart[]> {
  const parts: ImportPart[] = [];
  for (const file of dataset.files) {
    const siblings = dataset.files.filter(({ split }) => split === file.split).length;
    const rows = Math.ceil(ROWS_PER_SPLIT / siblings);
    const table = await readTable(file.path, await open(dataset, file), { rows, from: 'everywhere' });
    parts.push({ split: file.split, rows: table.rows });
  }
  return parts;
}
