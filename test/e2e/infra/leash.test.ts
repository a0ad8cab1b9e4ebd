import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { untilGone } from '../../../infra/local/running-stack.ts';
import { root } from '../../../infra/setup/places.mjs';

const folder = mkdtempSync(join(tmpdir(), 'p2m-leash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a process that ignores SIGTERM and has a child of its own; prints both pids, then waits. */
const PARENT = `
  import { startProcess } from '${join(root, 'infra/local/managed-process.ts')}';
  const script = \`
    process.on('SIGTERM', () => {});
    const grandchild = require('node:child_process').spawn('sleep', ['600']);
    console.log(process.pid, grandchild.pid);
    setInterval(() => {}, 1000);\`;
  const logFile = '${join(folder, 'child.log')}';
  const child = await startProcess({ command: process.execPath, args: ['-e', script], env: process.env, logFile });
  const { readFileSync } = await import('node:fs');
  let pids = '';
  while (!pids.endsWith('\\n')) {
    pids = readFileSync(logFile, 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  console.log(JSON.stringify(pids.trim().split(' ').map(Number)));
  setInterval(() => {}, 1000);
`;

it('ends what a process had started, and what that had started, when the process is killed', async () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', PARENT];
  const parent = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  const pids = z
    .array(z.number())
    .length(2)
    .parse(JSON.parse(z.string().parse(line)));
  parent.kill('SIGKILL');
  expect(await untilGone(pids, 20_000)).toBe('gone');
});
