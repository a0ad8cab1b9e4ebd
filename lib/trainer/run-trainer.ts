import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { StageFailure } from '../../contracts/failure.ts';
import { TrainerEvent } from '../../contracts/trainer-event.ts';
import type { TrainerPlan } from '../../contracts/training-plan.ts';

export interface TrainerRun {
  readonly plan: TrainerPlan;
  /** Where the plan is written for the trainer to read; its folder exists. */
  readonly planFile: string;
  readonly signal: AbortSignal;
  /** Told each line of the trainer's standard error. */
  readonly onLog: (line: string) => void;
}

/**
 * Trains or exports; events come as they happen, the last one is `trained` or `exported`.
 * The work ends with the iteration: on abort, which throws the signal's reason, and when the reader leaves early.
 * @throws StageFailure `trainer-missing`, or a kind of the trainer's `failed` event: `trainer-crashed`,
 *   `trainer-out-of-memory`, `trainer-refused-plan`, `base-model-unusable`, `disk-full`
 */
export type TrainerRunner = (run: TrainerRun) => AsyncIterable<TrainerEvent>;

/** Lines of standard error that a crash is explained with: a Python traceback's end. */
const TAIL_LINES = 12;

/** Time between asking the child to end and ending it: nothing it holds needs longer, since folders are renamed when whole. */
const GRACE_MS = 1000;

type TrainerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Runs `<python> -m trainer` in `root`, as a child process that never outlives the iteration. */
export const createTrainerRunner = (home: { readonly python: string; readonly root: string }): TrainerRunner =>
  async function* runTrainer({ plan, planFile, signal, onLog }) {
    signal.throwIfAborted();
    await writeFile(planFile, `${JSON.stringify(plan, null, 2)}\n`);
    const child = spawn(home.python, ['-m', 'trainer', planFile], {
      cwd: home.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = endOf(child);
    const end = () => void endChild(child, ended);
    signal.addEventListener('abort', end);
    const tail: string[] = [];
    const logged = followLog(child, (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      onLog(line);
    });
    try {
      yield* readEvents(child);
      const [error] = await Promise.all([ended, logged]);
      signal.throwIfAborted();
      refuseBadEnd(child, error, home.python, tail);
    } catch (error) {
      // A child that was ended on purpose may leave half a line, or none of what is wanted.
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
      await endChild(child, ended);
    }
  };

/** The error that kept the child from starting, once it has ended or could not start. */
function endOf(child: TrainerProcess): Promise<Error | null> {
  return new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', () => resolve(null));
  });
}

/** Resolves after the last line. */
function followLog(child: TrainerProcess, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: child.stderr }).on('line', onLine).once('close', resolve);
  });
}

async function* readEvents(child: TrainerProcess): AsyncGenerator<TrainerEvent> {
  for await (const line of createInterface({ input: child.stdout })) {
    const event = parseEvent(line);
    if (event.event === 'failed') throw new StageFailure(event.kind, event.message);
    yield event;
  }
}

function parseEvent(line: string): TrainerEvent {
  try {
    return TrainerEvent.parse(JSON.parse(line));
  } catch (cause) {
    throw new StageFailure('trainer-crashed', `the trainer printed what is no event: ${line.slice(0, 200)}`, { cause });
  }
}

function refuseBadEnd(child: TrainerProcess, error: Error | null, python: string, tail: readonly string[]): void {
  if (error !== null) {
    throw new StageFailure('trainer-missing', `cannot start the trainer with ${python}: run npm run setup`, {
      cause: error,
    });
  }
  if (child.exitCode === 0) return;
  const how = child.exitCode === null ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`;
  throw new StageFailure('trainer-crashed', `the trainer ended with ${how}: ${tail.join('\n') || 'it said nothing'}`);
}

/** Ends the child, at first politely; resolves once it is gone. */
async function endChild(child: TrainerProcess, ended: Promise<Error | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = new AbortController();
  const grace = wait(GRACE_MS, 'late', { signal: timer.signal }).catch(() => 'stopped');
  if ((await Promise.race([ended, grace])) === 'late') child.kill('SIGKILL');
  timer.abort();
  await ended;
}
