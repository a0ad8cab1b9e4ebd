import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { variablesOf } from '../../test/support/worker-processes.ts';
import type { Place } from './place.ts';

const Done = z.object({ state: z.string(), bundleHash: z.string().optional(), cost: z.unknown().optional() });
export type Done = z.infer<typeof Done>;

/** `p2m build`, attached; when it is killed it is called again, as a person would. */
export interface AttachedClient {
  /** What the command that came to the end of the build printed. */
  readonly done: Promise<Done>;
  readonly kill: () => Promise<void>;
}

export function attachClient({ environment, task, folder }: Place): AttachedClient {
  let child: ChildProcess | null = null;
  const words = ['build', task, '--yes', '--json', '--out', join(folder, 'out')];
  const follow = async (): Promise<Done> => {
    for (;;) {
      child = spawn(process.execPath, ['--import', 'tsx', 'client/main.ts', ...words], {
        env: variablesOf(environment),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let printed = '';
      child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
      child.stderr?.resume();
      const [code] = await once(child, 'close');
      // A server that is down when it begins ends it with 3: a person calls it again.
      if (code === null || code === 3) continue;
      return Done.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
    }
  };
  return {
    done: follow(),
    kill: async () => {
      const running = child;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      const gone = once(running, 'exit');
      running.kill('SIGKILL');
      await gone;
    },
  };
}
