import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FolderFile } from '../contracts/artifact.ts';
import { fetchFolder } from '../lib/store/folders.ts';
import { needingRoom } from '../lib/store/full-disk.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { CommandFailure } from './command-failure.ts';
import { ReportHead } from './terminal/score-lines.ts';

/** What makes a folder one of ours: every bundle has it. */
const MARK = 'SHA256SUMS';

/**
 * Brings a bundle's files into a folder, checksums verified, whole or not at all; a bundle that lies there is replaced.
 * @throws CommandFailure `folder-taken` where something else lies there; StageFailure as `fetchFolder`, `disk-full`
 */
export async function fetchBundle(store: ObjectStore, files: readonly FolderFile[], folder: string): Promise<void> {
  await checkFolder(folder);
  await needingRoom(dirname(folder), () => replace(store, files, folder));
}

async function replace(store: ObjectStore, files: readonly FolderFile[], folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  // Beside the target, since a rename across file systems is a copy.
  const unfinished = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const fetched = join(unfinished, 'new');
    await fetchFolder(store, files, fetched);
    if (existsSync(folder)) await rename(folder, join(unfinished, 'old'));
    await rename(fetched, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * Ends well where a bundle may be written to a folder: it is not there, empty, or holds a bundle.
 * @throws CommandFailure `folder-taken`
 */
export async function checkFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => missingOrTaken(error, folder));
  if (names.length === 0 || names.includes(MARK)) return;
  throw taken(folder, 'it holds something that is no bundle');
}

function missingOrTaken(error: unknown, folder: string): readonly string[] {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return [];
  if (code === 'ENOTDIR') throw taken(folder, 'it is a file, or lies in one');
  throw error;
}

const taken = (folder: string, why: string): CommandFailure =>
  new CommandFailure(
    'folder-taken',
    `The bundle cannot be written to ${folder}: ${why}. Name another folder with --out.`,
  );

/** The fixed part of a bundle's report. */
export const readReport = async (folder: string): Promise<ReportHead> =>
  ReportHead.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')));
