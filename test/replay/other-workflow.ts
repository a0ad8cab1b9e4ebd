import { sleep } from '@temporalio/workflow';

/** Not the story that the histories tell: shows that the replay test can fail. */
export async function buildModel(): Promise<void> {
  await sleep('1 minute');
}

/** The same for batches. */
export async function buildBatch(): Promise<void> {
  await sleep('1 minute');
}
