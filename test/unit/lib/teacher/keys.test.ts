import { describe, expect, it } from 'vitest';
import { keyFor } from '../../../../lib/teacher/keys.ts';

const from = (variables: Readonly<Record<string, string>>) => (name: string) => variables[name];
const missing = expect.objectContaining({ kind: 'key-missing' });

describe('keyFor', () => {
  it('gives OPENAI_API_KEY to its own host', () => {
    const read = from({ OPENAI_API_KEY: 'key' });
    expect(keyFor({ baseUrl: 'https://api.openai.com/v1', apiKeyEnv: null }, read)).toBe('key');
    const proxied = from({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'https://proxy.example/v1' });
    expect(keyFor({ baseUrl: 'https://proxy.example/other', apiKeyEnv: null }, proxied)).toBe('key');
  });

  it.each(['https://elsewhere.example/v1', 'http://api.openai.com/v1', 'https://api.openai.com:8443/v1'])(
    'keeps it from %s',
    (baseUrl) => {
      expect(() => keyFor({ baseUrl, apiKeyEnv: null }, from({ OPENAI_API_KEY: 'key' }))).toThrow(missing);
    },
  );

  it('keeps it from OpenAI where another host is configured', () => {
    const read = from({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: 'https://proxy.example/v1' });
    expect(() => keyFor({ baseUrl: 'https://api.openai.com/v1', apiKeyEnv: null }, read)).toThrow(missing);
  });

  it('reads the variable that was named for the endpoint, and no other', () => {
    const endpoint = { baseUrl: 'https://elsewhere.example/v1', apiKeyEnv: 'ELSEWHERE_KEY' };
    expect(keyFor(endpoint, from({ OPENAI_API_KEY: 'key', ELSEWHERE_KEY: ' other ' }))).toBe('other');
    expect(() => keyFor(endpoint, from({ OPENAI_API_KEY: 'key' }))).toThrow(/ELSEWHERE_KEY/);
  });

  it.each(['http://localhost:8000/v1', 'http://127.0.0.1/v1', 'http://[::1]:1/v1'])('needs none for %s', (baseUrl) => {
    expect(keyFor({ baseUrl, apiKeyEnv: null }, from({ OPENAI_API_KEY: 'key' }))).toBeNull();
  });

  it.each(['http://127.0.0.1.example/v1', 'http://localhost.example/v1'])('is not taken in by %s', (baseUrl) => {
    expect(() => keyFor({ baseUrl, apiKeyEnv: null }, from({}))).toThrow(missing);
  });
});
