import { describe, expect, it } from 'vitest';
import { TaskFile } from '../../../../contracts/task-file.ts';
import { checkTask } from '../../../../lib/task/check-task.ts';

const pathsOf = (task: object) =>
  checkTask(TaskFile.parse({ prompt: 'Sort it', ...task })).map(({ path }) => path.join('.'));

describe('checkTask', () => {
  it('has nothing against a task of labels, nor against one of text', () => {
    expect(
      pathsOf({ kind: 'labels', labels: ['a', 'b'], metric: 'macro-f1', retrieve: 'none', train: { trials: 1 } }),
    ).toEqual([]);
    expect(
      pathsOf({ kind: 'text', output: { pattern: '\\d+', maxChars: 9 }, metric: 'chrf++', generate: { rounds: 1 } }),
    ).toEqual([]);
  });
  it.each([
    { kind: 'labels', labels: ['a', 'b'], output: { several: true }, metric: 'micro-f1' },
    { labels: { low: '', high: '' }, output: { ordered: true }, metric: 'closeness' },
    { kind: 'extract', output: { none: 'N/A', maxChars: 40 }, metric: 'token-f1' },
    { kind: 'extract', output: { several: true }, metric: 'span-f1' },
    { kind: 'edit', output: { pattern: '.+' } },
    { kind: 'structured', output: { schema: { type: 'object' } }, metric: 'json-validity' },
    { output: { schema: { type: 'object' } }, metric: 'field-accuracy' },
    { kind: 'code', metric: 'chrf++', output: { several: false } },
  ])('has nothing against %j', (task) => {
    expect(pathsOf(task)).toEqual([]);
  });
  it.each([
    [{ kind: 'text', output: { several: true } }, 'output.several'],
    [{ output: { several: true } }, 'output.several'],
    [{ kind: 'labels', output: { several: true } }, 'output.several'],
    [{ kind: 'extract', output: { ordered: true } }, 'output.ordered'],
    [{ kind: 'labels', output: { ordered: true } }, 'output.ordered'],
    [{ labels: ['a', 'b'], output: { ordered: true, several: true } }, 'output.ordered'],
    [{ output: { ordered: true } }, 'output.ordered'],
    [{ kind: 'text', output: { none: 'N/A' } }, 'output.none'],
    [{ kind: 'extract', output: { none: 'N/A', several: true } }, 'output.none'],
    [{ kind: 'extract', output: { none: ' ' } }, 'output.none'],
    [{ kind: 'structured' }, 'output.schema'],
    [{ kind: 'text', output: { schema: { type: 'object' } } }, 'output.schema'],
    [{ kind: 'structured', output: { schema: { type: 'list' } } }, 'output.schema'],
    [{ kind: 'structured', output: { schema: { type: 'object' }, pattern: '.' } }, 'output.pattern'],
    [{ kind: 'extract', labels: ['a', 'b'] }, 'labels'],
    [{ kind: 'labels', labels: ['a', 'b'], metric: 'closeness' }, 'metric'],
    [{ kind: 'labels', labels: ['a', 'b'], output: { several: true }, metric: 'accuracy' }, 'metric'],
    [{ kind: 'extract', metric: 'span-f1' }, 'metric'],
  ])('refuses %j', (task, path) => {
    expect(pathsOf(task)).toEqual([path]);
  });
  it('refuses an empty prompt', () => {
    expect(pathsOf({ prompt: ' \n' })).toEqual(['prompt']);
  });
  it.each([[{ inputs: 'x.jsonl' }, 'inputs']])('refuses %j as not supported yet', (task, path) => {
    const problems = checkTask(TaskFile.parse({ prompt: 'Sort it', ...task }));
    expect(problems.map((problem) => problem.path.join('.'))).toEqual([path]);
    expect(problems[0]?.message).toContain('not supported yet');
  });
  it('refuses families that make no students for the kind', () => {
    const families = ['encoder' as const, 'tagger' as const];
    expect(pathsOf({ labels: ['a', 'b'], student: { families } })).toEqual(['student.families.1']);
    expect(pathsOf({ kind: 'labels', labels: ['a', 'b'], student: { families: ['tfidf'] } })).toEqual([]);
    expect(pathsOf({ student: { families } })).toEqual([]);
  });
  it.each([
    ['one label', ['a'], 'labels'],
    ['no label', [], 'labels'],
    ['a label given twice', ['a', 'b', 'a'], 'labels.2'],
    ['labels that differ in case alone', ['Yes', 'no', 'yes'], 'labels.2'],
    ['a blank label', ['a', 'b', ' '], 'labels.2'],
    ['one label with a description', { a: 'the only one' }, 'labels'],
  ])('refuses %s', (_, labels, path) => {
    expect(pathsOf({ labels })).toEqual([path]);
  });
  it('refuses labels beside the kind text', () => {
    expect(pathsOf({ kind: 'text', labels: ['a', 'b'] })).toEqual(['labels']);
  });
  it('refuses a label that the constraints would never let through', () => {
    expect(pathsOf({ labels: ['ab', 'abc'], output: { maxChars: 2 } })).toEqual(['labels.1']);
  });
  it('refuses a pattern that is no regular expression, once', () => {
    expect(pathsOf({ labels: ['a', 'b'], output: { pattern: '(' } })).toEqual(['output.pattern']);
  });
  it('refuses a metric that does not measure the kind', () => {
    expect(pathsOf({ kind: 'text', metric: 'accuracy' })).toEqual(['metric']);
    expect(pathsOf({ labels: ['a', 'b'], metric: 'chrf++' })).toEqual(['metric']);
  });
  it('refuses a key in place of the name of its variable, and does not repeat it', () => {
    const [problem] = checkTask(TaskFile.parse({ prompt: 'x', teacher: { apiKeyEnv: 'sk-secret' } }));
    expect(problem?.path).toEqual(['teacher', 'apiKeyEnv']);
    expect(problem?.message).not.toContain('secret');
  });
  it.each(['ftp://host/v1', 'https://user:word@host/v1'])('refuses the endpoint %s', (baseUrl) => {
    expect(pathsOf({ teacher: { baseUrl } })).toEqual(['teacher.baseUrl']);
  });
});
