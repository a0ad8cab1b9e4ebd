import { describe, expect, it } from 'vitest';
import { TaskFile } from '../../../../contracts/task-file.ts';
import { schemaProblems } from '../../../../lib/task/schema-problems.ts';

const problemsOf = (value: unknown) =>
  schemaProblems(TaskFile, value).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('schemaProblems', () => {
  it('names the nearest known key, at the top, inside a map and inside a row', () => {
    expect(
      problemsOf({
        prompt: 'x',
        exmples: [],
        teacher: { modle: 'm' },
        test: [{ input: 'a', output: 'b', lable: 'c' }],
      }),
    ).toEqual([
      'test.0.lable: unknown key "lable"; the nearest known one is "input"',
      'teacher.modle: unknown key "modle"; the nearest known one is "model"',
      'exmples: unknown key "exmples"; the nearest known one is "examples"',
    ]);
  });
  it('reports all that is wrong, each in words', () => {
    expect(
      problemsOf({ kind: 'label', teacher: { votes: 99 }, budget: { usd: -1 }, gate: { margin: 0 }, name: 'A B' }),
    ).toEqual([
      'name: use small letters, digits and hyphens, at most 63, and is "A B"',
      'prompt: is missing: must be text',
      'kind: must be one of labels, extract, edit, structured, text, code, and is "label"',
      'teacher.votes: must be at most 15, and is 99',
      'budget.usd: must be at least 0, and is -1',
      'gate.margin: must be more than 0, and is 0',
    ]);
  });
  it('asks for quotes where YAML has read a number, a boolean or nothing for a text', () => {
    expect(problemsOf({ prompt: 'x', labels: [1, 'b'], test: [{ input: { a: true }, output: null }] })).toEqual([
      'test.0.input.a: must be text, and is true: put it in quotes',
      'test.0.output: must be text or a list or a map, and is empty (null): put it in quotes',
      'labels.0: must be text, and is 1: put it in quotes',
    ]);
  });
  it('names all that a key may hold where nothing of it was given', () => {
    expect(problemsOf({ prompt: 'x', labels: true })).toEqual(['labels: must be a list or a map, and is true']);
  });
  it('has nothing against a task that fits', () => {
    expect(problemsOf({ prompt: 'x', labels: { a: 'first', b: 'second' }, test: 'rows.csv' })).toEqual([]);
  });
});
