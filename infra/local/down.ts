/** `npm run down`: stops what `npm run up` started, and waits until it is gone. */
import { join } from 'node:path';
import { readStackFile } from '../../lib/environment/stack-file.ts';
import { withLock } from '../setup/lock.mjs';
import { stateDir } from '../setup/places.mjs';
import { createProgress } from '../setup/progress.mjs';
import { commandOf } from './command-of.ts';
import { clearStaleStack, removeStackFile, runningStack, untilGone } from './running-stack.ts';

/** Workers hand over what they do within 25 s, the servers stop within 5 s after that. */
const STOP_MS = 45_000;

async function stop(report: (detail: string) => void): Promise<string> {
  const running = runningStack(stateDir);
  if (running === null) {
    const had = readStackFile(stateDir) !== null;
    await clearStaleStack(stateDir);
    return had ? 'The local stack was gone already.' : 'No local stack is up.';
  }
  const { supervisorPid } = running;
  if (running.startedBy === 'command') {
    return `Process ${supervisorPid} runs a local stack of its own and stops it when it ends; nothing was stopped.`;
  }
  // After a restart of the machine the number may belong to someone else.
  if (!(await commandOf(supervisorPid)).includes('supervisor.ts')) {
    removeStackFile(stateDir);
    return 'The local stack was gone already.';
  }
  report('stopping workers, then servers');
  process.kill(supervisorPid, 'SIGTERM');
  const pids = [supervisorPid, ...Object.values(running.pids)];
  if ((await untilGone(pids, STOP_MS)) === 'still-there') {
    process.kill(supervisorPid, 'SIGKILL'); // the leash ends the rest
    await untilGone(pids, STOP_MS);
  }
  removeStackFile(stateDir);
  return 'The local stack is down.';
}

const progress = createProgress();
const outcome = await withLock(join(stateDir, 'stack.lock'), progress.note, () =>
  readStackFile(stateDir) === null ? stop(() => {}) : progress.step('stopping the local stack', stop),
);
process.stdout.write(`${outcome}\n`);
