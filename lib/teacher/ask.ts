import { setMaxListeners } from 'node:events';
import { createLanes } from './lanes.ts';
import { type Bell, createBell } from './bell.ts';
import type { Journal, OpenFamily } from './journal.ts';
import { answerRow, fromJournal } from './answer-row.ts';
import type { Asking } from './paid-answer.ts';
import { questionOf } from './question.ts';
import type { Tally, TeacherReply, TeacherRequest } from './teacher.ts';

/** Replies that may wait to be taken; a slow reader slows the asking. */
const UNREAD = 1000;

export interface AskParts {
  readonly asking: Omit<Asking, 'family' | 'fail' | 'idle' | 'stop'>;
  readonly journal: Journal;
  readonly familyName: string;
  /** Calls of this process by key, whoever made them; each resolves when it has ended, however it did. */
  readonly underWay: Map<string, Promise<void>>;
  /** Asks that ended early while calls were under way: those still go to the journal. */
  readonly left: Set<Promise<void>>;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

/** How long calls under way are waited for when asking ends early: paid answers are worth a wait, a failure should be told soon. */
const PATIENCE_MS = { aborted: 20_000, failed: 500 } as const;

/** `Teacher.ask`, for one account. */
export async function* askAll<Answer>(
  parts: AskParts,
  requests: readonly TeacherRequest<Answer>[],
): AsyncGenerator<TeacherReply<Answer>> {
  const { signal } = parts;
  signal.throwIfAborted();
  const family = await parts.journal.open(parts.familyName);
  const stop = new AbortController();
  // Every question that waits listens; Node warns of a leak above ten.
  setMaxListeners(0, stop.signal);
  const abort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const desk = openDesk<Answer>(parts, family, stop);
  try {
    desk.start(requests);
    for (;;) {
      // Listened for before it is looked: handing on replies takes a moment, even where there are none.
      const change = desk.bell.heard();
      const replies = desk.taken();
      yield* replies;
      if (stop.signal.aborted) throw stop.signal.reason;
      if (desk.done()) return;
      if (replies.length === 0) await change;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    await leave(parts, desk, family, stop);
  }
}

/** Waits for calls under way, and for the store to have their answers; not for ever where asking ended early. */
async function leave(
  parts: AskParts,
  desk: Pick<Desk<unknown>, 'idle' | 'done'>,
  family: OpenFamily,
  stop: AbortController,
): Promise<void> {
  const left = desk.idle().then(async () => await family.release());
  if (desk.done() && !stop.signal.aborted) {
    await left;
    return;
  }
  // Another error is on its way up, and the journal's folder keeps what the store did not take: closing it tries again.
  const quiet = left.catch(() => undefined);
  parts.left.add(quiet);
  stop.abort(new Error('nobody asks any more'));
  const enough = new AbortController();
  const patience = parts.asking.clock.wait(
    parts.signal.aborted ? PATIENCE_MS.aborted : PATIENCE_MS.failed,
    enough.signal,
  );
  await Promise.race([quiet, patience]);
  enough.abort();
  await patience.catch(() => undefined);
  void quiet.then(() => parts.left.delete(quiet));
}

interface Desk<Answer> {
  readonly bell: Bell;
  readonly start: (requests: readonly TeacherRequest<Answer>[]) => void;
  /** Replies since the last time. */
  readonly taken: () => readonly TeacherReply<Answer>[];
  readonly done: () => boolean;
  /** Resolves when nothing is under way any more. */
  readonly idle: () => Promise<void>;
}

function openDesk<Answer>(parts: AskParts, family: OpenFamily, stop: AbortController): Desk<Answer> {
  const bell = createBell();
  const lanes = createLanes(bell);
  let replies: TeacherReply<Answer>[] = [];
  let walked = false;
  // The first failure is the one that is told; what it stops fails with it.
  const fail = (error: unknown): void => stop.abort(error);
  const rowParts = { ...parts, asking: { ...parts.asking, family, stop: stop.signal, fail, idle: lanes.idle } };
  const reply = (one: TeacherReply<Answer>): void => {
    replies.push(one);
    bell.ring();
  };
  const walk = async (requests: readonly TeacherRequest<Answer>[]): Promise<void> => {
    for (const [index, request] of requests.entries()) {
      const row = { index, request, question: questionOf(parts.asking.account, request) };
      const known = fromJournal(rowParts, row);
      if ('index' in known) reply(known);
      while (!stop.signal.aborted && (lanes.full() || replies.length >= UNREAD)) await bell.heard();
      if (stop.signal.aborted) return;
      if ('retry' in known) lanes.begin(answerRow(rowParts, row, known.retry).then(reply, fail));
    }
  };
  stop.signal.addEventListener('abort', bell.ring, { once: true });
  return {
    bell,
    start: (requests) => {
      void walk(requests)
        .catch(fail)
        .then(() => {
          walked = true;
          bell.ring();
        });
    },
    taken: () => {
      const all = replies;
      replies = [];
      if (all.length > 0) bell.ring();
      return all;
    },
    done: () => walked && lanes.empty() && replies.length === 0,
    idle: lanes.ended,
  };
}
