import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { root } from '../setup/places.mjs';
import type { Counts } from './count-tests.ts';

/** A line after so much silence of a long test: nobody looks at a silent terminal for ten seconds. */
const SILENCE_MS = 8_000;
/** What a shell reports for a process that a signal ended. */
const SIGNAL_BASE = 128;

export interface Suite {
  readonly name: string;
  readonly command: string;
  /** Arguments that make the runner write its report to that file. */
  readonly args: (reportFile: string) => readonly string[];
  readonly count: (report: string | null, exitCode: number) => Counts;
}

/** Runs a suite, shows what it writes as it writes it, and gives its counts. */
export async function runSuite(suite: Suite): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'p2m-report-'));
  const reportFile = join(folder, 'report');
  try {
    const exitCode = await run(suite, suite.args(reportFile));
    return suite.count(existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : null, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its exit code. A signal that asks this process to end is left to the runner, which cleans up first. */
async function run({ name, command }: Suite, args: readonly string[]): Promise<number> {
  const colour = process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : {};
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour },
  });
  const started = performance.now();
  let lastOutput = started;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      lastOutput = performance.now();
      process.stdout.write(chunk);
    });
  }
  const timer = setInterval(() => {
    if (performance.now() - lastOutput < SILENCE_MS) return;
    lastOutput = performance.now();
    process.stdout.write(`still ${name}: ${Math.round((lastOutput - started) / 1000)} s\n`);
  }, 1_000);
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(signal === null ? (code ?? 1) : SIGNAL_BASE + constants.signals[signal]),
    );
  });
  process.off('SIGINT', pass).off('SIGTERM', pass);
  clearInterval(timer);
  return exitCode;
}
