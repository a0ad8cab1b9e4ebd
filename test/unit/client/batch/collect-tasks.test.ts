import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectTasks, isBad, refuseBad } from '../../../../client/batch/collect-tasks.ts';
import { taskFiles } from '../../../../client/batch/task-files.ts';
import { verbCall } from '../../../support/verb-call.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collect-tasks-'));
  await Promise.all(['mails', 'empty'].map((name) => mkdir(join(folder, 'all', name), { recursive: true })));
  const files = {
    'all/b.yaml': 'name: bee\nprompt: Sort it\nlabels: [x, y]\n',
    'all/a.yml': 'name: ay\nprompt: Sort it\nlabels: [x, y]\n',
    'all/notes.txt': 'no task',
    'all/mails/task.yaml': 'name: mails\nprompt: Sort mails\nlabels: [x, y]\n',
    'all/mails/other.yaml': 'not looked at',
    'twin.yaml': 'prompt: Sort it\nlabels: [x, y]\nname: bee\nbudget: {usd: 1}\n',
    'namesake.yaml': 'prompt: Sort otherwise\nlabels: [x, y]\nname: bee\n',
    'broken.yaml': 'prmopt: Sort it\n',
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
});
afterAll(() => rm(folder, { recursive: true }));

const collect = (words: readonly string[], options = {}, unique: 'content' | 'name' = 'content') =>
  collectTasks(verbCall({ words, options, cwd: folder }), null, unique);

describe('taskFiles', () => {
  it('takes the YAML files of a folder and the task.yaml of its folders, each file once', async () => {
    expect(await taskFiles(['all', 'all/b.yaml', 'twin.yaml'], folder)).toEqual([
      'all/a.yml',
      'all/b.yaml',
      'all/mails/task.yaml',
      'twin.yaml',
    ]);
  });
  it.each([['nowhere.yaml'], ['all/empty']])('refuses %s, which names no task', async (word) => {
    await expect(taskFiles([word], folder)).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('collectTasks', () => {
  it('reads every task, with the flags for all of them', async () => {
    const tasks = refuseBad(await collect(['all'], { 'budget-usd': '2', name: 'the-batch' }), '');
    expect(tasks.map(({ file, name, prepared }) => [file, name, prepared.operations.budget])).toEqual([
      ['all/a.yml', 'ay', { usd: 2 }],
      ['all/b.yaml', 'bee', { usd: 2 }],
      ['all/mails/task.yaml', 'mails', { usd: 2 }],
    ]);
    expect(tasks.map(({ prepared }) => prepared.operations.whenStuck)).toEqual(['fail', 'fail', 'fail']);
  });
  it('tells all bad files together and builds none', async () => {
    const tasks = await collect(['broken.yaml', 'all/b.yaml', 'twin.yaml']);
    expect(tasks.map(isBad)).toEqual([true, false, true]);
    expect(() => refuseBad(tasks, '')).toThrow(expect.objectContaining({ kind: 'task-invalid' }));
    expect(() => refuseBad(tasks, '')).toThrow(
      /2 of 3[^]*broken\.yaml: [^]*prompt[^]*twin\.yaml: [^]*same task as all\/b\.yaml/,
    );
  });
  it('lets tasks share a name in a batch, but not in a schedule, which keeps them by name', async () => {
    const words = ['all/b.yaml', 'namesake.yaml'];
    expect((await collect(words)).map(isBad)).toEqual([false, false]);
    expect((await collect(words, {}, 'name')).map(isBad)).toEqual([false, true]);
  });
});
