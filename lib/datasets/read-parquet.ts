import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';
import type { DataBytes } from './data-bytes.ts';
import { DataUnreadable } from './data-unreadable.ts';
import { type Row, rowOf, type Table, type Wanted } from './table.ts';

/** Pieces that rows `from: 'everywhere'` are read in: a file sorted by label shows most of its labels. */
const SLICES = 8;

/** Rows of a Parquet file; numbers of class labels become the labels' names where the file knows them. */
export async function readParquet(data: DataBytes, wanted: Wanted): Promise<Table> {
  const file: AsyncBuffer = { byteLength: data.bytes, slice: (from, to) => data.part(...bounds(from, to, data.bytes)) };
  const metadata = await inParquetTerms(() => parquetMetadataAsync(file));
  const total = Number(metadata.num_rows);
  const names = classNames(metadata);
  const rows: Row[] = [];
  for (const [rowStart, rowEnd] of ranges(total, wanted)) {
    const records = await inParquetTerms(() => parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }));
    rows.push(...records.map((record) => withNames(rowOf(record), names)));
  }
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, total };
}

/** Parquet reads from the end too: negative numbers count from there, as `slice` of arrays does. */
function bounds(from: number, to: number | undefined, bytes: number): [number, number] {
  const at = (place: number): number => Math.min(bytes, place < 0 ? Math.max(0, bytes + place) : place);
  return [at(from), at(to ?? bytes)];
}

function ranges(total: number, { rows, from }: Wanted): readonly (readonly [number, number])[] {
  if (total <= rows || from === 'start') return total === 0 ? [] : [[0, Math.min(rows, total)]];
  const each = Math.ceil(rows / SLICES);
  return Array.from({ length: SLICES }, (_, slice) => {
    const start = Math.floor(((total - each) * slice) / (SLICES - 1));
    return [start, start + each] as const;
  });
}

/** What the datasets library writes into its Parquet files: https://huggingface.co/docs/datasets/about_dataset_features */
const HubInfo = z.object({
  info: z.object({ features: z.record(z.string(), z.object({ names: z.array(z.string()).optional() }).catch({})) }),
});

type ClassNames = ReadonlyMap<string, readonly string[]>;

function classNames(metadata: FileMetaData): ClassNames {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return new Map();
  const parsed = HubInfo.safeParse(parsedJson(text));
  if (!parsed.success) return new Map();
  return new Map(
    Object.entries(parsed.data.info.features).flatMap(([column, { names }]) =>
      names === undefined ? [] : [[column, names] as const],
    ),
  );
}

const withNames = (row: Row, names: ClassNames): Row =>
  names.size === 0
    ? row
    : Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, names.get(column)?.[Number(value)] ?? value]),
      );

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DataUnreadable(`its list of features is no JSON: ${error.message}`);
  }
}

/** The reader throws plain errors that begin with "parquet" for files that are none, or use what it does not know. */
async function inParquetTerms<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Error && /^(?:parquet|snappy|thrift|unsupported)/i.test(cause.message))
      throw new DataUnreadable(`it cannot be read as Parquet: ${cause.message}`, { cause });
    throw cause;
  }
}
