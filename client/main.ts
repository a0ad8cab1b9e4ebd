import { text } from 'node:stream/consumers';
import { createClock } from '../lib/teacher/clock.ts';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { DETACHED_EXIT } from './command-failure.ts';
import { runCommand } from './run-command.ts';
import { createTerminal } from './terminal/terminal.ts';
import { VERBS } from './verbs/verbs.ts';

/** The command line: `npm run p2m -- <verb>`. */
async function main(): Promise<void> {
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    // Whoever presses it again does not want to wait for a tidy end.
    if (interrupt.signal.aborted) process.exit(DETACHED_EXIT);
    interrupt.abort();
  });
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endIfNobodyReads);
  const cwd = process.cwd();
  const { env } = process;
  process.exitCode = await runCommand(process.argv.slice(2), VERBS, {
    openTerminal: (output) => createTerminal(process, output),
    clock: createClock(Date.now),
    interrupted: interrupt.signal,
    cwd,
    env,
    readInput: () => text(process.stdin),
    environment: () => readEnvironment({ env, cwd }),
  });
}

/** Who pipes a long list into `head` has seen enough. */
function endIfNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

await main();
