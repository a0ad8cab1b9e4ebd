import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withLock } from '../../../../infra/setup/lock.mjs';

const lockFile = (): string => join(mkdtempSync(join(tmpdir(), 'p2m-lock-')), 'setup.lock');
const ignore = (): void => {};
/** No process has it: the largest number on Linux is 4,194,304, on macOS 99,999. */
const DEAD_PID = 4_999_999;

it('lets one in at a time, and says whom the others wait for', async () => {
  const file = lockFile();
  const events: string[] = [];
  const said: string[] = [];
  let open = ignore;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const first = withLock(file, ignore, async () => {
    events.push('first in');
    await opened;
    events.push('first out');
  });
  const waiting = (text: string): void => {
    said.push(text);
    open();
  };
  const second = withLock(file, waiting, async () => void events.push('second in'));
  await Promise.all([first, second]);
  expect(events).toEqual(['first in', 'first out', 'second in']);
  expect(said).toEqual([`waiting for process ${process.pid} (${file})`]);
});

it('is given back when the work fails', async () => {
  const file = lockFile();
  const failing = withLock(file, ignore, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(existsSync(file)).toBe(false);
});

it('takes over the lock of a process that is gone', async () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify({ pid: DEAD_PID, host: hostname() }));
  const holder = await withLock(file, ignore, async () => readFileSync(file, 'utf8'));
  expect(JSON.parse(holder)).toEqual({ pid: process.pid, host: hostname() });
});

it('takes over the lock of another machine that has not been touched for long', async () => {
  const file = lockFile();
  writeFileSync(file, JSON.stringify({ pid: process.pid, host: 'another-machine' }));
  utimesSync(file, 1, 1);
  await expect(withLock(file, ignore, async () => 'in')).resolves.toBe('in');
});
