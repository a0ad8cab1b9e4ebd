/** `npm run up`: starts the local stack and leaves it running. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { readStackFile, type StackFile } from '../../lib/environment/stack-file.ts';
import { withLock } from '../setup/lock.mjs';
import { root, stateDir } from '../setup/places.mjs';
import { createProgress } from '../setup/progress.mjs';
import { LocalStackError } from './local-stack-error.ts';
import { clearStaleStack, runningStack } from './running-stack.ts';

const Message = z.object({ said: z.string() });

async function main(): Promise<void> {
  const progress = createProgress();
  const { file, state } = await withLock(join(stateDir, 'stack.lock'), progress.note, async () => {
    const running = runningStack(stateDir);
    if (running !== null) return { file: running, state: `was already up (process ${running.supervisorPid})` };
    await clearStaleStack(stateDir);
    await progress.step('local stack', startSupervisor);
    const started = readStackFile(stateDir);
    if (started === null) throw new LocalStackError('the supervisor is ready but wrote no stack.json');
    return { file: started, state: 'is up' };
  });
  process.stdout.write(`The local stack ${state}.\n${describe(file)}`);
}

/** Resolves when the supervisor says that all is ready. Ctrl-C until then takes it down again. */
async function startSupervisor(report: (detail: string) => void): Promise<void> {
  mkdirSync(join(stateDir, 'logs'), { recursive: true });
  const logFile = join(stateDir, 'logs', 'supervisor.log');
  const log = openSync(logFile, 'a', 0o600);
  const script = join(root, 'infra', 'local', 'supervisor.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, stateDir], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  await untilReady(child, report, logFile);
  child.disconnect();
  child.unref();
}

function untilReady(child: ChildProcess, report: (detail: string) => void, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = '';
    child.on('message', (message) => {
      last = Message.parse(message).said;
      if (last === 'ready') resolve();
      else report(last);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new LocalStackError(`the local stack did not start (code ${code}); see ${logFile}\n${last}`));
    });
  });
}

function describe(file: StackFile): string {
  const rows = {
    'Web UI': file.uiUrl ?? '(that of your Temporal server)',
    Temporal: file.temporalAddress,
    S3: `${file.s3Endpoint}, bucket ${file.bucket}`,
    Logs: relative(root, join(stateDir, 'logs')),
    Stop: 'npm run down',
  };
  return Object.entries(rows)
    .map(([name, value]) => `  ${name.padEnd(10)}${value}\n`)
    .join('');
}

try {
  await main();
} catch (error) {
  if (!(error instanceof LocalStackError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
