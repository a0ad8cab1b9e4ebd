import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LocalStackError } from '../local/local-stack-error.ts';

/** Does what `npm run up` does, so that the demo finds a stack that is up and leaves it. */
export async function keepStackUp(root: string, say: (text: string) => void): Promise<void> {
  const command = [join(root, 'infra', 'local', 'up.ts')];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), ...command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', say);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new LocalStackError('the local stack did not come up');
}
