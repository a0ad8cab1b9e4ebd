import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './is-alive.mjs';

/** The holder touches its lock this often; one that was not touched for a minute belongs to nobody. */
const TOUCH_EVERY_MS = 5_000;
const STALE_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** How often the one who waits says so. */
const SAY_EVERY_MS = 8_000;

/**
 * Runs `work` while holding the lock `file`; waits for another holder, and takes the lock of a dead one over.
 * `report` is told whom it waits for.
 */
export async function withLock(file, report, work) {
  const release = await acquire(file, report);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(file, report) {
  mkdirSync(dirname(file), { recursive: true });
  let saidAt = -Infinity;
  while (!take(file)) {
    const holder = readHolder(file);
    if (holder === null) continue; // given back between the two looks
    if (isStale(file, holder)) removeStale(file, holder);
    else if (performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now();
      report(`waiting for process ${holder.pid} (${file})`);
    }
    await sleep(LOOK_EVERY_MS);
  }
  const touch = setInterval(() => utimesSync(file, new Date(), new Date()), TOUCH_EVERY_MS);
  touch.unref();
  const release = () => {
    clearInterval(touch);
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** A link appears with its content or not at all, unlike a file that is opened and then written. */
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isStale(file, holder) {
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  return ageMs(file) > STALE_AFTER_MS;
}

/** Only one of those who wait may remove it, and only while it is still the one that was found stale. */
function removeStale(file, holder) {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (ageMs(guard) > STALE_AFTER_MS) rmSync(guard, { force: true, recursive: true });
    return;
  }
  const now = readHolder(file);
  if (now !== null && now.pid === holder.pid && now.host === holder.host) rmSync(file, { force: true });
  rmdirSync(guard);
}

function ageMs(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}
