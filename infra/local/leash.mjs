/**
 * Ends the processes it was told to hold when whoever started it is gone, however that happened: its standard
 * input then closes. Lines in: `hold <pid>`, `release <pid>`. Each pid leads a process group of its own.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a worker may take for a clean stop before it is killed. */
const GRACE_MS = 10_000;

const held = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const [word, pid] = line.split(' ');
  if (word === 'hold') held.add(Number(pid));
  else held.delete(Number(pid));
}
for (const pid of held) signal(pid, 'SIGTERM');
const deadline = performance.now() + GRACE_MS;
while ([...held].some(isAlive) && performance.now() < deadline) await sleep(100);
for (const pid of held) signal(-pid, 'SIGKILL');

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}
