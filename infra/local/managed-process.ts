import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hold, release } from './leash.ts';
import { LocalStackError } from './local-stack-error.ts';

/** A log above this size is set aside as `<file>.1` at the next start, so that a long-lived stack fills no disk. */
const LOG_BYTES = 20 * 1024 * 1024;

export interface ManagedProcess {
  readonly pid: number;
  /** How it ended, in words: `exit code 1` or `SIGKILL`. Never rejects. */
  readonly exited: Promise<string>;
  readonly hasExited: () => boolean;
  /** SIGTERM, then SIGKILL to its whole group after `graceMs`; resolves when it is gone. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Takes both output streams; appended to. */
  readonly logFile: string;
}

/**
 * A process in a group of its own (Ctrl-C in a terminal does not reach it) that never outlives this one.
 * @throws LocalStackError when it cannot be started
 */
export async function startProcess(options: ProcessOptions): Promise<ManagedProcess> {
  const log = openLog(options.logFile);
  const child = spawn(options.command, options.args, {
    env: options.env,
    cwd: options.cwd,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = endOf(child);
  const pid = await started(child, options.command);
  hold(pid);
  void exited.then(() => {
    killGroup(pid); // what the process itself had started and left behind
    release(pid);
  });
  return {
    pid,
    exited,
    hasExited: () => hasEnded(child),
    stop: (graceMs) => stop(child, exited, pid, graceMs),
  };
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

async function started(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new LocalStackError(`cannot start ${command}: ${cause.message}`, { cause })));
    child.once('spawn', () => {
      if (child.pid !== undefined) resolve(child.pid);
    });
  });
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
  });
}

async function stop(child: ChildProcess, exited: Promise<string>, pid: number, graceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => killGroup(pid), graceMs);
  await exited;
  clearTimeout(killer);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nothing of the group is left (Linux: ESRCH), or only what has ended and is not yet reaped (macOS: EPERM).
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}
