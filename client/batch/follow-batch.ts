import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { Temporal } from '../connection.ts';
import { patience, pause } from '../follow-build.ts';
import { silentQueues, wakeAdvice } from '../queue-pollers.ts';
import { duration } from '../terminal/numbers.ts';
import { padTo } from '../terminal/fit-line.ts';
import type { VerbCall } from '../verb.ts';
import { countsText, rowText } from './batch-lines.ts';
import { type FoundBatch, latestRun } from './find-batch.ts';
import { type BatchView, readBatch } from './read-batch.ts';

/** A log that is silent for ten seconds looks dead; the next look may be two seconds away. */
const SILENCE_MS = 8_000;

interface Places {
  readonly temporal: Temporal;
  readonly store: ObjectStore;
}

/**
 * Says what becomes of every task, a line each, until the batch ends; `detached` where Ctrl-C comes first, which leaves
 * the batch alone.
 * @throws CommandFailure `temporal-unreachable` where the server stays away for two minutes
 */
export async function followBatch(
  call: VerbCall,
  batch: FoundBatch,
  { temporal, store }: Places,
): Promise<BatchView | 'detached'> {
  const { clock, interrupted } = call;
  const beganMs = clock.now();
  const log = createLog(call, beganMs);
  let at = batch;
  let seenMs = beganMs;
  while (!interrupted.aborted) {
    try {
      const view = await readBatch(temporal, store, at);
      seenMs = clock.now();
      log.show(view);
      if (view.state !== 'running') return view;
      if (view.continued) at = { ...((await latestRun(temporal, at.workflowId)) ?? at), batchId: batch.batchId };
      if (view.counts === null) log.trouble(await silence(temporal, clock.now()));
    } catch (error) {
      log.trouble(patience(error, clock.now() - seenMs));
    }
    await pause(clock, interrupted);
  }
  return 'detached';
}

async function silence(temporal: Temporal, now: number): Promise<string | null> {
  const silent = await silentQueues(temporal, now);
  return silent.length === 0 ? null : wakeAdvice(silent);
}

/** Lines for people: each change once, and a sign of life where there is none. */
function createLog({ terminal, clock }: VerbCall, beganMs: number) {
  const said = new Set<string>();
  let lastMs = Number.NEGATIVE_INFINITY;
  const say = (text: string): void => {
    lastMs = clock.now();
    terminal.say(`${terminal.palette.faint(padTo(duration((lastMs - beganMs) / 1000), 11, 'right'))}  ${text}`);
  };
  const sayOnce = (key: string, text: string): void => {
    if (!said.has(key)) say(text);
    said.add(key);
  };
  return {
    show: ({ rows, counts, total, state }: BatchView): void => {
      for (const row of rows) {
        const place = `[${row.index + 1}${total === null ? '' : `/${total}`}]`;
        sayOnce(`${row.index} ${row.state} ${String(row.joined)}`, `${place} ${rowText(row)}`);
      }
      if (state === 'running' && clock.now() - lastMs >= SILENCE_MS) say(countsText(counts));
    },
    trouble: (text: string | null): void => {
      if (text !== null) sayOnce(text, text);
    },
  };
}
