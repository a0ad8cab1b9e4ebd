import { hostname } from 'node:os';

/** Counts the journals of this process, so that each has a name of its own. */
let created = 0;

/** Name of a journal, which numbers its writers: host, process, time of its start, and a number. Letters, digits, `_` and `-`. */
export function createWriterName(now: number): string {
  created += 1;
  return `${hostPart()}-${process.pid}-${now}-${created}`;
}

/** Longer than any live writer leaves its file untouched. */
const STALE_MS = 60_000;
/** How often a live writer touches a file that it has nothing to add to. */
export const TOUCH_MS = 15_000;

/**
 * Whether the writer of a local file is gone. A process of this host is asked for; one of another host that shares the
 * folder (containers do) is judged by when it last touched its file. A wrong guess costs a second copy in the store.
 */
export function isGone(writer: string, touched: number, now: number): boolean {
  const match = /^([\w-]+)-(\d+)-\d+-\d+-\d+$/.exec(writer);
  if (match?.[1] === hostPart()) return !isRunning(Number(match[2]));
  return now - touched > STALE_MS;
}

const hostPart = (): string => hostname().replaceAll(/[^A-Za-z0-9-]/g, '_');

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as somebody else. ESRCH: no such process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
