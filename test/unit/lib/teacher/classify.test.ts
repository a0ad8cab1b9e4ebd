import { describe, expect, it } from 'vitest';
import { classify, type Verdict } from '../../../../lib/teacher/classify.ts';
import { firstDialect } from '../../../../lib/teacher/dialect.ts';

const ASKED = { baseUrl: 'http://localhost/v1', model: 'm', apiKeyEnv: null };
const DIALECT = firstDialect(ASKED);
const verdict = (status: number, message: string, code: string | null = null, headers = {}): Verdict =>
  classify({ status, message, code, param: null, headers: new Headers(headers) }, ASKED, DIALECT, 0);
const kindOf = (read: Verdict): string => (read.kind === 'failed' ? read.failure.kind : read.kind);

describe('classify', () => {
  it.each([
    [401, 'Incorrect API key', null, 'key-refused'],
    [403, 'Country not supported', null, 'key-refused'],
    [403, 'no access to model', 'model_not_found', 'model-unknown'],
    [404, "model 'x' not found, try pulling it first", null, 'model-unknown'],
    [400, 'x is not a valid model ID', null, 'model-unknown'],
    [404, 'Not Found', null, 'teacher-refused-request'],
    [402, 'Insufficient balance', null, 'teacher-out-of-credit'],
    [429, 'You exceeded your quota', 'insufficient_quota', 'teacher-out-of-credit'],
    [400, 'messages must not be empty', null, 'teacher-refused-request'],
    [301, 'Moved', null, 'teacher-refused-request'],
    [400, "'temperature' is not available for this model", null, 'adapted'],
    [501, 'response_format is not implemented', null, 'adapted'],
    [501, 'not implemented', null, 'trouble'],
    [500, 'oops', null, 'trouble'],
    [429, 'slow down', null, 'trouble'],
    [409, 'conflict', null, 'trouble'],
  ])('takes %i "%s" (%s) for %s', (status, message, code, kind) => {
    expect(kindOf(verdict(status, message, code))).toBe(kind);
  });

  it('leaves a row alone that is too long, though the message names a parameter', () => {
    const message = "'max_tokens' is too large: this model's maximum context length is 4096 tokens";
    expect(verdict(400, message)).toEqual({ kind: 'rejected', reason: 'too-long' });
  });

  it('leaves a row alone that a filter stops', () => {
    expect(verdict(400, 'filtered', 'content_filter')).toEqual({ kind: 'rejected', reason: 'filtered' });
  });

  it.each([
    [408, true],
    [504, true],
    [524, true],
    [429, false],
    [500, false],
    [503, false],
  ])('says of %i whether it may have been paid: %s', (status, lost) => {
    expect(verdict(status, 'x')).toMatchObject({ lost });
  });

  it('hands on how long to wait', () => {
    expect(verdict(429, 'x', null, { 'retry-after': '7' })).toMatchObject({ trouble: 'teacher-busy', waitMs: 7000 });
    expect(verdict(429, 'x')).toMatchObject({ waitMs: null });
  });
});
