import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { readTask, type TaskGiven } from '../../../../lib/task/read-task.ts';
import type { GivenFlags } from '../../../../lib/task/task-flags.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-task-'));
  await mkdir(join(folder, 'tasks', 'base'), { recursive: true });
  await writeFile(join(folder, 'tasks', 'rows.jsonl'), '{"input":"a","output":"x"}\n');
  await writeFile(join(folder, 'tasks', 'empty.jsonl'), '\n');
  await writeFile(join(folder, 'mine.csv'), 'input,output\nb,y\n');
  await writeFile(
    join(folder, 'tasks', 'task.yaml'),
    'prompt: Sort it\nlabels: [x, y]\ntest: rows.jsonl\nstudent: {baseModel: ./base}\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

const read = (given: TaskGiven, flags: GivenFlags = {}) => readTask(given, flags, folder);
const failureOf = async (given: TaskGiven, flags: GivenFlags = {}) => {
  const error: unknown = await read(given, flags).catch((caught: unknown) => caught);
  if (!(error instanceof StageFailure)) throw new Error('no StageFailure', { cause: error });
  return { kind: error.kind, message: error.message };
};

describe('readTask', () => {
  it('finds the files that a task file names beside it', async () => {
    const task = await read({ file: 'tasks/task.yaml' });
    expect(task.test).toEqual([{ row: { input: 'a', output: 'x' }, where: 'tasks/rows.jsonl line 1' }]);
    expect(task.baseModel).toBe(join(folder, 'tasks', 'base'));
    expect(task.examples).toEqual([]);
  });
  it('finds the files that flags name where the command is run', async () => {
    const task = await read({ file: 'tasks/task.yaml' }, { test: 'mine.csv' });
    expect(task.test).toEqual([{ row: { input: 'b', output: 'y' }, where: 'mine.csv line 2' }]);
  });
  it('names every local source that is not there, before anything is asked', async () => {
    const task = join(folder, 'sources.yaml');
    await writeFile(task, 'prompt: sort\nlabels: [a, b]\nsources: [hub, ., ./nowhere]\n');
    await expect(readTask({ file: task }, {}, folder)).rejects.toMatchObject({
      kind: 'task-invalid',
      message: expect.stringMatching(/line 3, sources: cannot look in \.\/nowhere: there is no such file$/),
    });
  });
  it('takes a prompt in words', async () => {
    expect(await read({ prompt: 'Sort it' })).toEqual({
      file: { prompt: 'Sort it' },
      examples: [],
      test: null,
      baseModel: null,
      folder,
    });
  });
  it('writes lists and objects of rows as the one text that all stages have', async () => {
    const task = join(folder, 'lists.yaml');
    await writeFile(
      task,
      'prompt: who\nkind: extract\noutput: { several: true }\nexamples:\n  - { input: Ann met Bob, output: [Bob, Ann] }\n',
    );
    expect((await read({ file: task })).examples.map(({ row }) => row.output)).toEqual(['["Ann","Bob"]']);
  });
  it('names file and line of an output that does not keep the schema', async () => {
    const task = join(folder, 'schema.yaml');
    await writeFile(join(folder, 'rows.jsonl'), '{"input":"a","output":{"n":1}}\n{"input":"b","output":{"n":"1"}}\n');
    await writeFile(
      task,
      'prompt: count\noutput: { schema: { type: object, properties: { n: { type: integer } } } }\ntest: rows.jsonl\n',
    );
    await expect(failureOf({ file: task })).resolves.toEqual({
      kind: 'task-invalid',
      message: 'rows.jsonl line 2: the output does not keep output.schema: /n must be integer',
    });
  });
  it('takes a name of the hub as it is', async () => {
    expect((await read({ prompt: 'Sort it' }, { 'base-model': 'owner/model' })).baseModel).toBe('owner/model');
  });
  it.each<[string, TaskGiven, GivenFlags, string]>([
    ['a task file that is not there', { file: 'no.yaml' }, {}, 'no.yaml'],
    ['a folder in place of a task file', { file: 'tasks' }, {}, 'it is a folder'],
    ['a test that is not there', { prompt: 'x' }, { test: 'no.csv' }, '--test: cannot read no.csv'],
    ['a test without a row', { prompt: 'x' }, { test: 'tasks/empty.jsonl' }, '--test: holds no row'],
    ['a base model that is not there', { prompt: 'x' }, { 'base-model': './no' }, '--base-model: cannot use'],
    ['an empty prompt', { prompt: '' }, {}, 'the prompt: is empty'],
    ['a row that is none of the labels', { file: 'tasks/task.yaml' }, { labels: 'p,q' }, 'tasks/rows.jsonl line 1'],
  ])('refuses %s', async (_, given, flags, text) => {
    const { kind, message } = await failureOf(given, flags);
    expect(kind).toBe('task-invalid');
    expect(message).toContain(text);
  });
  it('reports the problems of keys and of several files together', async () => {
    const { message } = await failureOf({ prompt: 'x' }, { test: 'no.csv', examples: 'nor.csv', kind: 'structured' });
    expect(message.split('\n').length).toBe(4);
  });
});
