import { StageFailure } from '../../contracts/failure.ts';

/** No space left, and a quota reached. */
const FULL = new Set<unknown>(['ENOSPC', 'EDQUOT']);

/** Runs work that writes below a folder. @throws StageFailure `disk-full` where no room is left for it */
export async function needingRoom<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isFullDisk(error)) throw error;
    throw new StageFailure(
      'disk-full',
      `No room is left on the disk that holds ${folder}. Free some, and go on: what is finished or paid for is kept.`,
      { cause: error },
    );
  }
}

function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && FULL.has(error.code)) || isFullDisk(error.cause);
}
