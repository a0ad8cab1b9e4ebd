import { describe, expect, it } from 'vitest';
import { inputText } from '../../../../lib/task-input/input-text.ts';

describe('inputText', () => {
  it('takes a text as it is, blanks and all', () => {
    expect(inputText('  two\nlines ', null)).toBe('  two\nlines ');
  });

  it('writes fields as lines in the order of the task, not of the record', () => {
    expect(inputText({ text: 'b', title: 'a', note: 'left out' }, ['title', 'text'])).toBe('title: a\ntext: b');
  });

  it('refuses fields where the task takes one text', () => {
    expect(() => inputText({ text: 'b' }, null)).toThrow(expect.objectContaining({ kind: 'task-invalid' }));
  });

  it('refuses a record without one of the fields, inherited ones included', () => {
    expect(() => inputText({ title: 'a' }, ['title', 'constructor'])).toThrow(
      expect.objectContaining({ kind: 'task-invalid' }),
    );
  });
});
