import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { createS3Client } from '../../lib/store/s3-client.ts';
import { type BuildInPlace, submitBuild } from './build-in-place.ts';
import type { Place } from './place.ts';

const LOOK_MS = 15;
/** In which everything that a cancelled build had under way must be gone. */
const GONE_MS = 20_000;

export interface Cancelled {
  /** What ran when the build was asked to stop; `review`: a person was waited for. */
  readonly during: string;
  /** How Temporal calls the end. */
  readonly execution: string;
  /** What the build's own record in the store says. */
  readonly recorded: string;
  readonly seconds: number;
  /** Processes of the workers, folders and unfinished uploads that were still there after 20 seconds. */
  readonly left: number;
}

/**
 * Submits the same task again and again, each time cancelled during another kind of activity, in the order of `activities`:
 * what one build finished the next takes over, so that each comes further.
 */
export async function cancelEach(
  place: Place,
  activities: readonly string[],
  say: (line: string) => void,
): Promise<readonly Cancelled[]> {
  const cancelled: Cancelled[] = [];
  for (const activity of activities) {
    const build = await submitBuild(place);
    try {
      if (!(await reached(build, activity))) {
        say(`${activity}: the build ended before it was met`);
        continue;
      }
      const began = performance.now();
      await build.cancel();
      const execution = await endOf(build, 'as-it-is');
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const left = await leftAfter(place);
      const recorded = (await build.record())?.state ?? 'not recorded';
      cancelled.push({ during: activity, execution, recorded, seconds, left });
      say(`${activity}: ${execution} in ${seconds} s, recorded as ${recorded}, ${left} left behind`);
    } finally {
      await build.close();
    }
  }
  return cancelled;
}

/** Waits until a worker has the activity; the question about data sets is answered where another one is meant. */
async function reached(build: BuildInPlace, activity: string): Promise<boolean> {
  for (;;) {
    const { execution, awaitsReview, pending } = await build.glance();
    if (execution !== 'RUNNING') return false;
    if (activity === 'review' ? awaitsReview : pending.some((one) => one.running && one.activity === activity))
      return true;
    if (awaitsReview) await build.review();
    await sleep(LOOK_MS);
  }
}

/** Waits for the end of a build; the question about data sets is answered in between, or not. */
export async function endOf(build: BuildInPlace, asked: 'answered' | 'as-it-is'): Promise<string> {
  for (;;) {
    const { execution, awaitsReview } = await build.glance();
    if (execution !== 'RUNNING') return execution;
    if (awaitsReview && asked === 'answered') await build.review();
    await sleep(LOOK_MS);
  }
}

async function leftAfter(place: Place): Promise<number> {
  const until = performance.now() + GONE_MS;
  for (;;) {
    const left = (await childrenOf(place.workers())) + (await foldersIn(place.temporary)) + (await uploadsIn(place));
    if (left === 0 || performance.now() > until) return left;
    await sleep(200);
  }
}

/** Python processes below the workers; other children are the workers' own (a compiler, an embedder that stays). */
async function childrenOf(workers: readonly number[]): Promise<number> {
  const parents = new Map<number, { readonly parent: number; readonly command: string }>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(pid, { parent, command: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) });
  }
  const below = (pid: number): boolean => {
    const parent = parents.get(pid)?.parent ?? 0;
    return workers.includes(parent) || (parent > 1 && below(parent));
  };
  return [...parents].filter(([pid, { command }]) => command.startsWith('python') && below(pid)).length;
}

const foldersIn = async (temporary: string): Promise<number> =>
  (await readdir(join(temporary, 'prompt2model')).catch(() => [])).filter((name) => name.startsWith('attempt-')).length;

async function uploadsIn({ environment }: Place): Promise<number> {
  const client = createS3Client({ ...environment.s3, bucket: environment.bucket, pathStyle: true });
  try {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: environment.bucket }));
    return Uploads.length;
  } finally {
    client.destroy();
  }
}
