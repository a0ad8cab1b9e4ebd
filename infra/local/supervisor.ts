/** The process behind `npm run up`: `supervisor.ts <state folder>`. Keeps the stack until it gets SIGTERM. */
import { once } from 'node:events';
import { z } from 'zod';
import { startStack, type Stack } from './start-stack.ts';

const stateDir = z.string().parse(process.argv[2]);

/** Into the log, and to `up` as long as it listens. */
function say(text: string): void {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
  if (process.connected) process.send?.({ said: text });
}

async function main(): Promise<void> {
  const stopped = Promise.race(['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => once(process, signal)));
  const abandoned = once(process, 'disconnect');
  const started = startStack({ stateDir, startedBy: 'supervisor', say });
  const outcome = await Promise.race([started, stopped.then(() => 'stopped'), abandoned.then(() => 'abandoned')]);
  if (typeof outcome === 'string') {
    // The leash ends what has been started so far.
    say(`${outcome} before the stack was ready`);
    process.exit(1);
  }
  say('ready');
  await stopped;
  await end(outcome);
}

async function end(stack: Stack): Promise<void> {
  say('stopping');
  await stack.stop();
  say('stopped');
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? `failed: ${error.message}` : String(error));
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
