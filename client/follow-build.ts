import type { Parked } from '../contracts/build.ts';
import type { OpenReview } from '../contracts/review.ts';
import type { Queue } from '../contracts/names.ts';
import type { Clock } from '../lib/teacher/clock.ts';
import { readEnd, type BuildEnd } from './build-end.ts';
import { readSnapshot, type BuildSnapshot } from './build-snapshot.ts';
import { CommandFailure } from './command-failure.ts';
import type { Temporal } from './connection.ts';
import type { FoundBuild } from './find-build.ts';
import { silentQueues } from './queue-pollers.ts';
import { buildLines } from './terminal/build-lines.ts';
import { createPlainProgress } from './terminal/plain-progress.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Often enough to look alive; each look is two small requests. */
const LOOK_MS = 1_000;
/** Workers come and go by the minute, not by the second. */
const QUEUES_EVERY_LOOKS = 5;
/** A server that restarts is back by then; the build does not mind either way. */
const PATIENCE_MS = 120_000;

interface Watcher {
  readonly temporal: Temporal;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
  readonly through?: 'stops';
}

/** Where following ends: a build that stands still is not over, but nothing happens until a person acts. */
export type Followed =
  | BuildEnd
  | 'detached'
  | ({ readonly state: 'parked' } & Parked)
  | ({ readonly state: 'waiting' } & OpenReview);

/**
 * Shows a build until it ends or stops for a person (only until it ends, with `through: 'stops'`); `detached` where Ctrl-C
 * comes first, which leaves the build alone.
 * @throws CommandFailure `temporal-unreachable` where the server stays away for two minutes
 */
export async function followBuild(build: FoundBuild, watcher: Watcher): Promise<Followed> {
  const { temporal, terminal, clock, interrupted } = watcher;
  const show = createView(terminal);
  let silent: readonly Queue[] = [];
  let seen: BuildSnapshot | null = null;
  let seenMs = clock.now();
  for (let look = 0; !interrupted.aborted; look++) {
    let trouble: string | null = null;
    try {
      if (look % QUEUES_EVERY_LOOKS === 0) silent = await silentQueues(temporal, clock.now());
      seen = await readSnapshot(temporal, build);
      seenMs = clock.now();
    } catch (error) {
      trouble = patience(error, clock.now() - seenMs);
    }
    if (seen !== null && !interrupted.aborted) {
      const isOver = seen.execution !== 'RUNNING';
      show(seen, { nowMs: clock.now(), palette: terminal.palette, silent: isOver ? [] : silent, trouble });
      if (isOver) break;
      const stop = stopOf(seen);
      if (stop !== null && watcher.through !== 'stops') {
        terminal.settle();
        return stop;
      }
    }
    await pause(clock, interrupted);
  }
  terminal.settle();
  return interrupted.aborted ? 'detached' : readEnd(temporal, build);
}

/** What a build waits for a person for; null while it works. */
function stopOf({ status }: BuildSnapshot): Exclude<Followed, BuildEnd | 'detached'> | null {
  if (status === null) return null;
  if (status.parked !== null) return { state: 'parked', ...status.parked };
  return status.review === null ? null : { state: 'waiting', ...status.review };
}

/** What to say of a look that failed; throws it where it is another error, or has lasted too long. */
export function patience(error: unknown, forMs: number): string {
  if (!(error instanceof CommandFailure) || error.kind !== 'temporal-unreachable' || forMs > PATIENCE_MS) throw error;
  return 'Temporal does not answer; trying again';
}

/** Waits until the next look, or until Ctrl-C. */
export async function pause(clock: Clock, interrupted: AbortSignal): Promise<void> {
  try {
    await clock.wait(LOOK_MS, interrupted);
  } catch (error) {
    if (!interrupted.aborted) throw error;
  }
}

function createView(terminal: Terminal): (snapshot: BuildSnapshot, around: Parameters<typeof buildLines>[1]) => void {
  if (terminal.shows === 'screen') return (snapshot, around) => terminal.paint(buildLines(snapshot, around));
  const progress = createPlainProgress();
  return (snapshot, around) => {
    for (const line of progress.next(snapshot, around)) terminal.say(line);
  };
}
