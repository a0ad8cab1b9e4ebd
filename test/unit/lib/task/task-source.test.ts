import { describe, expect, it } from 'vitest';
import { parseTaskText } from '../../../../lib/task/task-source.ts';

const sourceOf = (text: string) => {
  const parsed = parseTaskText(text, 'task.yaml', '/tasks');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.source;
};
const problemsOf = (text: string) => {
  const parsed = parseTaskText(text, 'task.yaml', '/tasks');
  return 'problems' in parsed ? parsed.problems.map(({ where }) => where) : [];
};

describe('parseTaskText', () => {
  it('says on which line a key, a row and what is missing in it stand', () => {
    const { placeOf } = sourceOf('prompt: x\nexamples:\n  - input: a\n    output: b\n  - {input: c}\n');
    expect(placeOf([])).toBe('task.yaml');
    expect(placeOf(['prompt'])).toBe('task.yaml line 1, prompt');
    expect(placeOf(['examples', 0, 'output'])).toBe('task.yaml line 4, examples[1].output');
    expect(placeOf(['examples', 1, 'output'])).toBe('task.yaml line 5, examples[2].output');
    expect(placeOf(['labels'])).toBe('task.yaml, labels');
  });
  it('reads JSON, indented by tabs too', () => {
    expect(sourceOf('{\n\t"prompt": "x",\n\t"seed": 2\n}').content).toEqual({ prompt: 'x', seed: 2 });
  });
  it('keeps yes and no as text, as YAML 1.2 has it', () => {
    expect(sourceOf('prompt: x\nlabels: [yes, no]').content).toEqual({ prompt: 'x', labels: ['yes', 'no'] });
  });
  it.each([
    ['a key given twice', 'prompt: x\nseed: 1\nprompt: y\n', ['task.yaml line 3']],
    ['a bracket that is not closed', 'prompt: x\nlabels: [a\nseed: 1\n', ['task.yaml line 3']],
    ['nothing', '# only a comment\n', ['task.yaml']],
    ['a list', '- prompt\n', ['task.yaml']],
  ])('refuses %s', (_, text, wheres) => {
    expect(problemsOf(text)).toEqual(wheres);
  });
});
