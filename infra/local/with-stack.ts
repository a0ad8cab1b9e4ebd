import { join } from 'node:path';
import type { StackFile } from '../../lib/environment/stack-file.ts';
import { withLock } from '../setup/lock.mjs';
import { stateDir as defaultStateDir } from '../setup/places.mjs';
import { LocalStackError } from './local-stack-error.ts';
import { clearStaleStack, runningStack } from './running-stack.ts';
import { environmentFor } from './stack-environment.ts';
import { startStack, type Stack } from './start-stack.ts';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface WithStackOptions {
  readonly say: (text: string) => void;
  /** Default: `.p2m` of this checkout. */
  readonly stateDir?: string;
}

export interface UsableStack {
  readonly file: StackFile;
  /** For `readEnvironment` and for processes that are to use the stack. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs `use` with the local stack: one that `npm run up` keeps is used and left, else one is started here and
 * stopped in every way out, a signal included (which ends the process).
 * @throws LocalStackError when it cannot be started, or another command has one of its own running
 */
export async function withStack<Result>(
  options: WithStackOptions,
  use: (stack: UsableStack) => Promise<Result>,
): Promise<Result> {
  const stateDir = options.stateDir ?? defaultStateDir;
  const owned: { stack?: Stack } = {};
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    // Before the stack is complete there is nothing to hand over: what runs ends with this process.
    const handler = (): void => void (owned.stack?.stop() ?? Promise.resolve()).finally(() => process.exit(code));
    process.once(signal, handler);
    return { signal, handler };
  });
  try {
    const file = await withLock(join(stateDir, 'stack.lock'), options.say, () => useOrStart(stateDir, options, owned));
    return await use({ file, env: environmentFor(file) });
  } finally {
    await owned.stack?.stop();
    for (const { signal, handler } of handlers) process.off(signal, handler);
  }
}

async function useOrStart(stateDir: string, { say }: WithStackOptions, owned: { stack?: Stack }): Promise<StackFile> {
  const running = runningStack(stateDir);
  if (running?.startedBy === 'supervisor') {
    say(`using the local stack that is up (Web UI: ${running.uiUrl ?? 'none'})`);
    return running;
  }
  if (running !== null) {
    const message = `process ${running.supervisorPid} runs a local stack of its own: wait for it, or keep one with \`npm run up\` that commands share`;
    throw new LocalStackError(message);
  }
  await clearStaleStack(stateDir);
  owned.stack = await startStack({ stateDir, startedBy: 'command', say });
  return owned.stack.file;
}
