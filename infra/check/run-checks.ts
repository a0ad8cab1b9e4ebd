import { spawn } from 'node:child_process';
import { setInterval } from 'node:timers';

/** A line this often while nothing ends: nobody looks at a silent terminal for ten seconds. */
const STILL_EVERY_MS = 8_000;

export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}

/**
 * Runs all checks side by side, writes a line for each as it ends, then the whole output of each that failed.
 * Gives the names of those.
 */
export async function runChecks(checks: readonly Check[], write: (text: string) => void): Promise<readonly string[]> {
  const open = new Set(checks.map((check) => check.name));
  const started = performance.now();
  const timer = setInterval(() => write(`still ${[...open].join(', ')}: ${secondsSince(started)}\n`), STILL_EVERY_MS);
  const outcomes = await Promise.all(
    checks.map(async (check) => {
      const outcome = await run(check);
      open.delete(check.name);
      write(`${outcome.passed ? '✓' : '✗'} ${check.name}: ${secondsSince(started)}\n`);
      return outcome;
    }),
  );
  clearInterval(timer);
  const failed = outcomes.filter((outcome) => !outcome.passed);
  for (const { name, output } of failed) write(`\n── ${name} ──\n${output.trim()}\n`);
  return failed.map((outcome) => outcome.name);
}

function run({ name, command, args }: Check): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) =>
      resolve({ name, passed: false, output: `cannot start ${command}: ${error.message}` }),
    );
    child.once('close', (code) => resolve({ name, passed: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

const secondsSince = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
