import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { z } from 'zod';
import { createRandom, type Random } from '../../lib/statistics/random.ts';

/** A dataset that the bench makes. In a column's template `{a|b|c}` stands for one of its words. */
const MadeDataset = z.strictObject({
  name: z.string(),
  format: z.enum(['jsonl', 'csv', 'json', 'parquet']),
  /** Null: a bare file, which no card explains. */
  card: z.strictObject({ license: z.string(), text: z.string(), language: z.string() }).nullable(),
  columns: z.record(z.string(), z.string()),
  /** What somebody who needs such rows would ask for; null where nobody does. */
  ask: z.strictObject({ prompt: z.string(), labels: z.array(z.string()).nullable() }).nullable(),
});
export type MadeDataset = Readonly<z.infer<typeof MadeDataset>>;

const ROWS = 80;

/** The datasets written for the bench: 44 topics with columns of their own. */
export async function madeDatasets(): Promise<readonly MadeDataset[]> {
  const text = await readFile(new URL('./datasets.jsonl', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => MadeDataset.parse(JSON.parse(line)));
}

/** Writes a dataset below a folder: a folder with a card, or a bare file. */
export async function writeDataset(made: MadeDataset, folder: string): Promise<void> {
  const random = createRandom(made.name);
  const rows = Array.from({ length: ROWS }, () =>
    Object.fromEntries(Object.entries(made.columns).map(([column, template]) => [column, filled(template, random)])),
  );
  const own = made.card === null ? folder : join(folder, made.name);
  await mkdir(own, { recursive: true });
  const file = join(own, `${made.card === null ? made.name : 'train'}.${made.format}`);
  await writeFile(file, WRITERS[made.format](rows));
  if (made.card === null) return;
  const { license, language, text } = made.card;
  await writeFile(join(own, 'README.md'), `---\nlicense: ${license}\nlanguage: ${language}\n---\n\n${text}\n`);
}

type Rows = readonly Readonly<Record<string, string>>[];

const WRITERS: Readonly<Record<MadeDataset['format'], (rows: Rows) => string | Uint8Array>> = {
  jsonl: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  json: (rows) => JSON.stringify(rows),
  csv: (rows) =>
    [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
      .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`)
      .join(''),
  parquet: (rows) => {
    const columnData = Object.keys(rows[0] ?? {}).map((name) => ({ name, data: rows.map((row) => row[name] ?? '') }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
  },
};

/** `{a|b}` becomes a or b; two templates of a row choose for themselves. */
const filled = (template: string, random: Random): string =>
  template.replaceAll(/\{([^{}]*)\}/g, (_, words: string) => {
    const choices = words.split('|');
    return choices[random.int(choices.length)] ?? '';
  });
