import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type World } from '../../../client/run-command.ts';
import { TaskKind } from '../../../contracts/task-file.ts';
import { init } from '../../../client/verbs/init.ts';
import { readTask } from '../../../lib/task/read-task.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'init-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const run = (...args: string[]) => {
  const world: World = {
    openTerminal: () => createFakeTerminal('lines'),
    clock: { now: () => 0, wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd,
    env: {},
    readInput: async () => '',
    environment: () => {
      throw new Error('no environment is asked for');
    },
  };
  return runCommand(['init', ...args], [init], world);
};

describe('init', () => {
  it.each(TaskKind.options)('writes a task of kind %s that is sound as it stands', async (kind) => {
    expect(await run(`My ${kind}`, '--kind', kind)).toBe(0);
    const task = await readTask({ file: `My ${kind}/task.yaml` }, {}, cwd);
    expect(task.file).toMatchObject({ name: `my-${kind}`, kind });
    expect(task.examples.length).toBeGreaterThan(3);
  });
  it('overwrites nothing', async () => {
    expect(await run('twice')).toBe(0);
    const before = await readFile(join(cwd, 'twice', 'task.yaml'), 'utf8');
    expect(await run('twice', '--kind', 'text')).toBe(2);
    expect(await readFile(join(cwd, 'twice', 'task.yaml'), 'utf8')).toBe(before);
  });
  it('refuses a kind that it has no task for', async () => {
    expect(await run('third', '--kind', 'poem')).toBe(2);
  });
});
