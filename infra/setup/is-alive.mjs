import { readFileSync } from 'node:fs';

/** Whether the process still runs. One that has ended and was never reaped (containers without an init) does not. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code !== 'EPERM') throw error; // it runs as another user
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid) {
  try {
    // `pid (name) state …`; the name may hold spaces and brackets.
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return true; // ended between the two looks
    throw error;
  }
}
