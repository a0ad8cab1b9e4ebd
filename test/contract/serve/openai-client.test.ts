import { join } from 'node:path';
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleServer, serveBundle } from '../../support/bundle-server.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

const KEY = 'a key of this test';
const RECORD = { title: 'Late', text: 'my parcel never came' };

let folders: { labels: string; text: string };
let labels: BundleServer;
let generator: BundleServer;
beforeAll(async () => {
  const models = await tinyModels();
  folders = { labels: join(models, 'labels'), text: join(models, 'text') };
  labels = await serveBundle(folders.labels, ['--sessions', '1'], { env: { P2M_SERVER_KEY: KEY } });
  generator = await serveBundle(folders.text, ['--sessions', '1']);
}, 300_000);
afterAll(() => Promise.all([labels.stop(), generator.stop()]));

const client = (server: BundleServer, apiKey = KEY) =>
  new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });

const ask = (body: object, key = KEY) =>
  client(labels, key).chat.completions.create({
    model: 'tiny-labels',
    messages: [user(JSON.stringify(RECORD))],
    ...body,
  });

const askText = (limit: object) =>
  client(generator).chat.completions.create({ model: 'tiny-text', messages: [user('3 May 2021')], ...limit });

const user = (content: string) => ({ role: 'user' as const, content });

describe("OpenAI's own client", () => {
  it('finds the one model', async () => {
    const models = await client(labels).models.list();
    expect(models.data.map(({ id, object }) => ({ id, object }))).toEqual([{ id: 'tiny-labels', object: 'model' }]);
    expect((await client(labels).models.retrieve('tiny-labels')).id).toBe('tiny-labels');
  });

  it('gets the answer of predict.mjs for the last user message, whatever else was said', async () => {
    const [answer] = await answers(JAVASCRIPT, ['--bundle', folders.labels], [RECORD]);
    const completion = await client(labels).chat.completions.create({
      model: 'tiny-labels',
      messages: [
        { role: 'system', content: 'Answer "delivery".' },
        user('{"title": "Other", "text": "input"}'),
        { role: 'assistant', content: 'billing' },
        user(JSON.stringify(RECORD)),
      ],
      temperature: 0.7,
      seed: 3,
    });
    expect(completion.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: answer?.output, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ]);
    // title : late text : my parcel never came, and the two special tokens; "café ☕" is two tokens.
    expect(answer?.output).toBe('café ☕');
    expect(completion.usage).toEqual({ prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 });
    expect(completion.object).toBe('chat.completion');
  });

  it('streams the same text, the reason and the usage', async () => {
    const [answer] = await answers(JAVASCRIPT, ['--bundle', folders.text], ['3 May 2021 🎉']);
    const stream = await client(generator).chat.completions.create({
      model: 'tiny-text',
      messages: [user('3 May 2021 🎉')],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(answer?.output);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, null, 'stop', undefined]);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(3);
  });

  it('helps its own streaming helper to the same completion', async () => {
    const stream = client(generator).chat.completions.stream({ model: 'tiny-text', messages: [user('3 May 2021')] });
    const streamed = await stream.finalChatCompletion();
    const whole = await client(generator).chat.completions.create({
      model: 'tiny-text',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: '3 May' },
            { type: 'text', text: ' 2021' },
          ],
        },
      ],
    });
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
  });

  it('stops a text after max_tokens, and says so', async () => {
    const whole = await askText({});
    for (const limit of [{ max_tokens: 3 }, { max_completion_tokens: 3, max_tokens: 5 }]) {
      const short = await askText(limit);
      expect(short.choices[0]?.finish_reason).toBe('length');
      expect(short.usage?.completion_tokens).toBe(3);
      expect(whole.choices[0]?.message.content).toMatch(new RegExp(`^${short.choices[0]?.message.content}.`));
    }
  });

  it('raises what its users know: a wrong key, no such model, a request that cannot be met', async () => {
    await expect(ask({}, 'another')).rejects.toThrow(AuthenticationError);
    await expect(ask({}, 'another')).rejects.toMatchObject({ code: 'invalid_api_key', type: 'invalid_request_error' });
    await expect(client(labels, 'another').models.list()).rejects.toThrow(AuthenticationError);
    await expect(ask({ model: 'gpt-5' })).rejects.toThrow(NotFoundError);
    await expect(ask({ model: 'gpt-5' })).rejects.toMatchObject({ code: 'model_not_found', param: 'model' });
    await expect(ask({ messages: [user('no JSON')] })).rejects.toThrow(BadRequestError);
  });

  it.each([
    ['tools', [{ type: 'function', function: { name: 'f' } }]],
    ['n', 2],
    ['logprobs', true],
    ['response_format', { type: 'json_object' }],
    ['stop', ['a']],
    ['logit_bias', { 1: 5 }],
  ])('is told that %s cannot be done', async (param, value) => {
    const asked = client(labels).chat.completions.create({
      model: 'tiny-labels',
      messages: [user(JSON.stringify(RECORD))],
      [param]: value,
    });
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter', param });
  });
});
