import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs work in a new folder that is gone when it ends, however it ends. */
export async function inScratch<Result>(scratch: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'attempt-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
