import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GoldRow } from '../../contracts/example.ts';
import { TaskKind } from '../../contracts/task-file.ts';
import { tableName } from '../../lib/datasets/split-of-path.ts';
import type { TaskToRead } from '../../lib/prompts/rank-datasets.ts';
import type { SearchQuery } from '../../lib/search/search-query.ts';
import { madeDatasets, writeDataset } from './made-datasets.ts';

/**
 * Where prompts come from. `made`: one for each of most datasets that the bench makes. The others are for the datasets of
 * `--sources`: the ranking was tuned on `made` and `tuned`. those of `held_out` to `held_out_3` were written before they were
 * first run, and have been seen since: the README says what each showed then. `given` are those of `--prompts`.
 */
export const SPLITS = ['made', 'tuned', 'held_out', 'held_out_2', 'held_out_3', 'given'] as const;
export type AskSplit = (typeof SPLITS)[number];

const FILES = {
  tuned: 'prompts.jsonl',
  held_out: 'held-out-prompts.jsonl',
  held_out_2: 'held-out-prompts-2.jsonl',
  held_out_3: 'held-out-prompts-3.jsonl',
} as const satisfies Partial<Record<AskSplit, string>>;

/** A prompt in a user's own words. */
const Ask = z.strictObject({
  /** Name of the right dataset's table among the sources. */
  target: z.string(),
  prompt: z.string(),
  /** As the prompt names them. */
  labels: z.array(z.string()).nullable(),
  /** Absent: labels where it names some, else text. */
  kind: TaskKind.optional(),
  demonstrations: z.array(GoldRow).default([]),
});

export type Ask = Readonly<z.infer<typeof Ask>> & { readonly split: AskSplit };

export const queryOf = (ask: Ask): SearchQuery => ({
  instruction: ask.prompt,
  kind: kindOf(ask),
  labels: ask.labels,
  fields: null,
  demonstrations: ask.demonstrations,
});

/** The same as the teacher is told it. */
export const taskOf = (ask: Ask): TaskToRead => ({
  instruction: ask.prompt,
  instructionEnglish: null,
  kind: kindOf(ask),
  labels: ask.labels?.map((name) => ({ name, description: null })) ?? null,
  fields: null,
  demonstrations: [...ask.demonstrations],
});

const kindOf = ({ kind, labels }: Ask): TaskKind => kind ?? (labels === null ? 'text' : 'labels');

/** Where asks are taken from; null: not. */
export interface AskPlaces {
  /** Folder of JSON lines files whose tables join the datasets that are made. */
  readonly sources: string | null;
  /** File of prompts for them, in the form of those here. */
  readonly prompts: string | null;
}

/** Writes all datasets to `folder/sources`, those of `sources` under neutral names, and gives the prompts with the ids of their targets. */
export async function prepareAsks(folder: string, { sources, prompts }: AskPlaces): Promise<readonly Ask[]> {
  const made = await madeDatasets();
  await Promise.all(made.map((dataset) => writeDataset(dataset, join(folder, 'sources'))));
  const own = made.flatMap(({ name, ask }): Ask[] =>
    ask === null ? [] : [{ ...ask, target: `local:sources/${name}`, demonstrations: [], split: 'made' }],
  );
  if (sources === null) return own;
  const neutral = await copySources(sources, join(folder, 'sources'));
  const others = await Promise.all([
    ...(['tuned', 'held_out', 'held_out_2', 'held_out_3'] as const).map((split) =>
      readAsks(new URL(FILES[split], import.meta.url), split),
    ),
    ...(prompts === null ? [] : [readAsks(prompts, 'given')]),
  ]);
  const asked = others.flat().filter(({ target }) => neutral.has(target));
  return [...own, ...asked.map((ask) => ({ ...ask, target: `local:sources/${neutral.get(ask.target)}` }))];
}

/** Copies tables under names that say nothing of them; new names by old ones. */
async function copySources(from: string, to: string): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(from)).filter((file) => file.endsWith('.jsonl')).toSorted();
  const tables = [...new Set(files.map(tableName))];
  const neutral = new Map(tables.map((table, at) => [table, `collection-${at + 1}`]));
  await mkdir(to, { recursive: true });
  for (const file of files) {
    const name = file.replace(tableName(file), neutral.get(tableName(file)) ?? '');
    await copyFile(join(from, file), join(to, name));
  }
  return neutral;
}

async function readAsks(file: string | URL, split: AskSplit): Promise<readonly Ask[]> {
  const text = await readFile(file, 'utf8');
  const lines = text.trim().split('\n');
  return lines.map((line) => ({ ...Ask.parse(JSON.parse(line)), split }));
}
