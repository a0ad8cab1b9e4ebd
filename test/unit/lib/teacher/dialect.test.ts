import { describe, expect, it } from 'vitest';
import { adaptDialect, firstDialect } from '../../../../lib/teacher/dialect.ts';

const LOCAL = firstDialect('http://localhost/v1');
const refusal = (message: string, param: string | null = null, status = 400) => ({ status, param, message });

describe('dialect', () => {
  it('starts with one name of the cap at OpenAI and with both elsewhere', () => {
    expect(firstDialect('https://api.openai.com/v1').caps).toEqual(['max_completion_tokens']);
    expect(LOCAL.caps).toEqual(['max_completion_tokens', 'max_tokens']);
  });

  it.each([
    ["'response_format.type' must be text", null],
    ['json_schema is not supported by this backend', null],
    ['This model does not support structured outputs', null],
    ['Invalid schema', 'response_format'],
  ])('goes on to JSON mode for: %s', (message, param) => {
    expect(adaptDialect(LOCAL, refusal(message, param))).toEqual({ ...LOCAL, mode: 'json' });
  });

  it('ends with plain text', () => {
    const json = { ...LOCAL, mode: 'json' as const };
    expect(adaptDialect(json, refusal('json_object is unknown'))).toEqual({ ...LOCAL, mode: 'text' });
    expect(adaptDialect({ ...LOCAL, mode: 'text' }, refusal('response_format'))).toBeNull();
  });

  it('believes the parameter that is named over the words around it', () => {
    const told = refusal("'temperature' cannot be used with max_tokens", 'max_tokens');
    expect(adaptDialect(LOCAL, told)).toEqual({ ...LOCAL, caps: ['max_completion_tokens'] });
  });

  it('takes the first name in a message for the refused one, later ones for advice', () => {
    const told = refusal("'max_tokens' is not supported. Use 'max_completion_tokens' instead.");
    expect(adaptDialect(LOCAL, told)?.caps).toEqual(['max_completion_tokens']);
  });

  it('drops a parameter once', () => {
    const without = adaptDialect(LOCAL, refusal('temperature does not support 0.2'));
    expect(without).toEqual({ ...LOCAL, dropped: ['temperature'] });
    expect(without && adaptDialect(without, refusal('temperature'))).toBeNull();
  });

  it('always keeps a cap', () => {
    const openai = firstDialect('https://api.openai.com/v1');
    const older = adaptDialect(openai, refusal('unknown', 'max_completion_tokens'));
    expect(older?.caps).toEqual(['max_tokens']);
    expect(older && adaptDialect(older, refusal('unknown', 'max_tokens'))).toBeNull();
  });

  it('stays as it is for other refusals', () => {
    expect(adaptDialect(LOCAL, refusal('messages is empty'))).toBeNull();
    expect(adaptDialect(LOCAL, refusal('temperature', null, 500))).toBeNull();
  });
});
