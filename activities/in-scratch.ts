import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { needingRoom } from '../lib/store/full-disk.ts';

/** Runs work in a new folder that is gone when it ends, however it ends. @throws StageFailure `disk-full` */
export async function inScratch<Result>(scratch: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  return await needingRoom(scratch, async () => {
    await mkdir(scratch, { recursive: true });
    const folder = await mkdtemp(join(scratch, 'attempt-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
