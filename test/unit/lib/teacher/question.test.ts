import { describe, expect, it } from 'vitest';
import { questionOf, seedOf } from '../../../../lib/teacher/question.ts';
import { accountAt, requestFor } from '../../../support/scripted-requests.ts';

const account = accountAt('http://localhost');
const key = (settings: Parameters<typeof requestFor>[1] = {}, retry = 0, as = account) =>
  questionOf(as, requestFor('row', settings)).key(retry);
const { prompt } = requestFor('row');

describe('the key of a question', () => {
  it('stays the same, so that answers paid by earlier versions are found', () => {
    expect(key()).toMatchInlineSnapshot(`"8ccd4683405a02354b0c96ab311e2c0768679bd225b2b2166cdaddbc3fac7f10"`);
  });

  it('is the same for other retries, checks, builds, addresses and orders of the schema', () => {
    const schema = Object.fromEntries(Object.entries(prompt.schema).toReversed());
    expect(key({ retries: 9, check: () => ({ rejected: 'x' }), prompt: { ...prompt, schema } })).toBe(key());
    expect(key({}, 0, accountAt('http://elsewhere', { buildId: 'b', part: 'p', price: null }))).toBe(key());
  });

  it.each([
    ['temperature', { temperature: 0.5 }],
    ['cap', { maxOutputTokens: 51 }],
    ['sample', { sample: 1 }],
    ['prompt name', { prompt: { ...prompt, name: 'other' } }],
    ['message', { prompt: { ...prompt, messages: prompt.messages.slice(1) } }],
    ['schema', { prompt: { ...prompt, schema: { ...prompt.schema, required: [] } } }],
  ])('differs with the %s', (_, settings) => {
    expect(key(settings)).not.toBe(key());
  });

  it('differs with the retry, the model and the endpoint', () => {
    const others = [
      key({}, 1),
      key({}, 0, { ...account, model: 'other' }),
      key({}, 0, { ...account, identity: 'other' }),
    ];
    expect(new Set([key(), ...others]).size).toBe(4);
  });
});

const bytes = (row: string): number => questionOf(account, requestFor(row)).promptBytes;

it('counts bytes, not characters', () => {
  expect(bytes('日本') - bytes('ab')).toBe(4);
});

it('gives every sample and retry a seed of its own, in 31 bits', () => {
  const seeds = [0, 1, 2].flatMap((sample) => [0, 1, 127].map((retry) => seedOf(sample, retry)));
  expect(new Set(seeds).size).toBe(9);
  expect(seedOf(2 ** 30, 5)).toBeLessThan(2 ** 31);
});
