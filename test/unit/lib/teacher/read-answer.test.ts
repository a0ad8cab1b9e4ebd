import { describe, expect, it } from 'vitest';
import { questionOf } from '../../../../lib/teacher/question.ts';
import { readAnswer } from '../../../../lib/teacher/read-answer.ts';
import { accountAt, requestFor } from '../../../support/scripted-requests.ts';
import { journalLine } from '../../../support/scripted-lines.ts';

const { schema } = questionOf(accountAt('http://localhost'), requestFor('row'));
const read = (answer: string | null, finish: string | null = 'stop') =>
  readAnswer(journalLine('k', { answer, finish }), schema);

describe('readAnswer', () => {
  it.each([
    ['{"output":"a"}'],
    ['  {"output":"a"}\n'],
    ['```json\n{"output":"a"}\n```'],
    ['Sure! {"output":"a"} I hope that helps.'],
  ])('reads %j', (answer) => {
    expect(read(answer)).toEqual({ json: { output: 'a' } });
  });

  it('is not confused by braces in strings', () => {
    expect(read('It is {"output":"a } \\" {"}.')).toEqual({ json: { output: 'a } " {' } });
  });

  it.each([
    ['{"output":"a', 'malformed'],
    ['{"a":{"output":"b"},', 'malformed'],
    ['{"output":"a"} or {"output":"b"}', 'malformed'],
    ['a', 'malformed'],
    ['["a"]', 'off-schema'],
    ['null', 'off-schema'],
    ['{"output":1}', 'off-schema'],
    ['{"output":"a","why":"b"}', 'off-schema'],
    ['{}', 'off-schema'],
    [' ', 'no-answer'],
    [null, 'no-answer'],
  ])('rejects %j as %s', (answer, rejected) => {
    expect(read(answer)).toEqual({ rejected });
  });

  it.each([
    ['length', 'cut-off'],
    ['content_filter', 'filtered'],
    ['refusal', 'refused'],
  ])('rejects what ends by %s as %s, whole as it may look', (finish, rejected) => {
    expect(read('{"output":"a"}', finish)).toEqual({ rejected });
  });
});
