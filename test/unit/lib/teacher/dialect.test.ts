import { describe, expect, it } from 'vitest';
import { adaptDialect, firstDialect } from '../../../../lib/teacher/dialect.ts';

const LOCAL = firstDialect({ baseUrl: 'http://localhost/v1', model: 'm' });
const openAi = (model: string) => firstDialect({ baseUrl: 'https://api.openai.com/v1', model });
const refusal = (message: string, param: string | null = null, status = 400) => ({ status, param, message });

describe('dialect', () => {
  it('starts with one name of the cap at OpenAI and with both elsewhere', () => {
    expect(openAi('gpt-4.1').caps).toEqual(['max_completion_tokens']);
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
    const openai = openAi('gpt-4.1');
    const older = adaptDialect(openai, refusal('unknown', 'max_completion_tokens'));
    expect(older?.caps).toEqual(['max_tokens']);
    expect(older && adaptDialect(older, refusal('unknown', 'max_tokens'))).toBeNull();
  });

  it.each(['gpt-5', 'gpt-5-mini', 'gpt-5.1', 'openai/gpt-5-nano', 'o3', 'o4-mini'])(
    'asks %s to think as little as it will, and leaves room for what it thinks all the same',
    (model) => {
      const dialect = openAi(model);
      expect(dialect.efforts[0]).toBe('minimal');
      expect(dialect.thinkingTokens).toBe(1024);
      const next = adaptDialect(dialect, refusal("Unsupported value: 'reasoning_effort' does not support 'minimal'"));
      expect(next?.efforts).toEqual(['none', 'low']);
      expect(adaptDialect({ ...dialect, efforts: ['low'] }, refusal('x', 'reasoning_effort'))?.efforts).toEqual([]);
    },
  );

  it.each(['gpt-4.1-mini', 'gpt-50', 'llama-o3', 'o3x', 'qwen3'])('asks nothing of the kind of %s', (model) => {
    expect(openAi(model)).toMatchObject({ efforts: [], thinkingTokens: 0 });
    expect(adaptDialect(openAi(model), refusal('x', 'reasoning_effort'))).toBeNull();
  });

  it('stays as it is for other refusals', () => {
    expect(adaptDialect(LOCAL, refusal('messages is empty'))).toBeNull();
    expect(adaptDialect(LOCAL, refusal('temperature', null, 500))).toBeNull();
  });
});
