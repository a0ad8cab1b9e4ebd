import { describe, expect, it } from 'vitest';
import { TaskFile } from '../../../../contracts/task-file.ts';
import { schemaProblems } from '../../../../lib/task/schema-problems.ts';
import { TASK_FLAGS, withFlags } from '../../../../lib/task/task-flags.ts';
import { taskFromPrompt } from '../../../../lib/task/task-source.ts';

const prompt = taskFromPrompt('Sort it', '/work');

describe('withFlags', () => {
  it('puts flags in place of keys and leaves their neighbours', () => {
    const source = { ...prompt, content: { prompt: 'Sort it', seed: 1, teacher: { model: 'a', votes: 5 } } };
    const flags = { seed: '7', model: 'b', labels: 'x, y', test: 'rows/t.csv', 'budget-usd': '0.5' };
    expect(withFlags(source, flags, '/home').content).toEqual({
      prompt: 'Sort it',
      seed: 7,
      teacher: { model: 'b', votes: 5 },
      labels: ['x', 'y'],
      test: '/home/rows/t.csv',
      budget: { usd: 0.5 },
    });
  });
  it('names the flag where its value is wrong', () => {
    const source = withFlags(prompt, { seed: 'many', votes: '', kind: 'lables' }, '/');
    expect(
      schemaProblems(TaskFile, source.content)
        .map(({ path }) => source.placeOf(path))
        .toSorted(),
    ).toEqual(['--kind', '--seed', '--votes']);
  });
  it('has a key of the task file for every flag', () => {
    const shape = Object.keys(TaskFile.shape);
    expect(Object.values(TASK_FLAGS).filter(({ path }) => !shape.includes(path[0]))).toEqual([]);
    for (const { path, takes } of Object.values(TASK_FLAGS)) {
      const value = takes === 'number' ? 1 : takes === 'list' ? ['a', 'b'] : 'labels';
      const nested = path.toReversed().reduce<unknown>((inside, key) => ({ [key]: inside }), value);
      const problems = schemaProblems(TaskFile, { prompt: 'x', ...Object(nested) });
      expect(problems.filter(({ message }) => message.startsWith('unknown key'))).toEqual([]);
    }
  });
});
