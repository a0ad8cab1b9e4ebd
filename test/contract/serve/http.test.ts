import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BundleServer, serveBundle } from '../../support/bundle-server.ts';
import { sendFuzzed } from '../../support/send-fuzzed.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { HARD_TEXTS } from '../predict/hard-texts.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

const RECORD = { title: 'Late', text: 'my parcel never came' };
const LABELS = ['billing', 'delivery', 'café ☕'];

const Answer = z.strictObject({
  output: z.string(),
  scores: z.record(z.string(), z.number()).nullable(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  input_cut: z.boolean(),
  confidence: z.null(),
  ms: z.number().positive(),
});
const Answers = z.strictObject({ answers: z.array(Answer) });
const Refusal = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

let folders: { labels: string; text: string };
let labels: BundleServer;
let generator: BundleServer;
beforeAll(async () => {
  const models = await tinyModels();
  folders = { labels: join(models, 'labels'), text: join(models, 'text') };
  labels = await serveBundle(folders.labels, ['--sessions', '2']);
  generator = await serveBundle(folders.text, [
    '--sessions',
    '1',
    '--queue',
    '3',
    '--max-chars',
    '500',
    '--long',
    'refuse',
  ]);
}, 300_000);
afterAll(() => Promise.all([labels.stop(), generator.stop()]));

const ask = async (words: number) =>
  Answer.parse(await (await labels.post('/predict', { input: { title: 'word', text: 'word '.repeat(words) } })).json());

const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  fetch(`${labels.url}/predict`, { method: 'POST', headers, body }).then(({ status }) => status);

describe('POST /predict', () => {
  it.each(['int8', 'fp32'])('gives the answers of predict.mjs with %s weights, many at once too', async (file) => {
    const server = file === 'int8' ? labels : await serveBundle(folders.labels, ['--file', file]);
    const inputs = HARD_TEXTS.map((hard) => ({ title: hard, text: 'b' }));
    const expected = await answers(JAVASCRIPT, ['--bundle', folders.labels, '--file', file], inputs);
    const many = Answers.parse(await (await server.post('/predict', { inputs })).json());
    const one = Answer.parse(await (await server.post('/predict', { input: inputs[9] })).json());
    if (server !== labels) await server.stop();
    expect(
      many.answers.map(({ output, scores }) => ({ output, scores: LABELS.map((name) => scores?.[name]) })),
    ).toEqual(expected.map(({ output, scores }) => ({ output, scores })));
    expect({ ...one, ms: 0 }).toEqual({ ...many.answers[9], ms: 0 });
  });

  it('says that an input was longer than the model reads, or refuses it where that is asked for', async () => {
    // 48 tokens: two special ones, title : word text :, and 41 words.
    expect([await ask(41), await ask(42)].map(({ input_tokens, input_cut }) => [input_tokens, input_cut])).toEqual([
      [48, false],
      [48, true],
    ]);
    const refused = await generator.post('/predict', { input: 'a '.repeat(200) });
    expect(refused.status).toBe(400);
    expect(Refusal.parse(await refused.json()).error).toMatchObject({
      code: 'context_length_exceeded',
      param: 'input',
    });
  });

  it.each([
    ['no input', {}, 400, null],
    ['both kinds of input', { input: RECORD, inputs: [RECORD] }, 400, null],
    ['an unknown parameter', { input: RECORD, top: 3 }, 400, 'unknown_parameter'],
    ['a text where fields are wanted', { input: 'a' }, 400, 'invalid_type'],
    ['a field that is no text', { input: { ...RECORD, text: 5 } }, 400, 'invalid_input'],
    ['a bad input among good ones', { inputs: [RECORD, { title: 'a' }] }, 400, 'invalid_input'],
    ['no inputs', { inputs: [] }, 400, null],
    ['too many inputs', { inputs: Array.from({ length: 65 }, () => RECORD) }, 400, null],
    ['too many characters', { input: { title: 'a', text: 'b'.repeat(20_000) } }, 400, 'string_above_max_length'],
    ['too many bytes', { input: { title: 'a', text: 'b'.repeat(2 ** 20) } }, 413, 'request_too_large'],
    ['what is no JSON', '{"input":', 400, null],
    ['what is no object', '[1]', 400, null],
  ])('refuses %s', async (_, body, status, code) => {
    const response = await labels.post('/predict', body);
    expect(response.status).toBe(status);
    expect(Refusal.parse(await response.json()).error).toMatchObject({ type: 'invalid_request_error', code });
  });

  it('names the input that is bad', async () => {
    const response = await labels.post('/predict', { inputs: [RECORD, 'b'] });
    expect(Refusal.parse(await response.json()).error.param).toBe('inputs[1]');
  });

  it('refuses a type that a web page may send unasked, an encoding, and bytes that are not UTF-8', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await send('{}', { 'content-type': 'text/plain' })).toBe(415);
    expect(await send('{}', { ...json, 'content-encoding': 'gzip' })).toBe(415);
    expect(await send(Uint8Array.of(0x22, 0xff, 0x22), json)).toBe(400);
  });

  it('answers 429 with Retry-After when the queue is full, and the others right', async () => {
    const inputs = ['3 May 2021', '4 June 1999'];
    const expected = await answers(JAVASCRIPT, ['--bundle', folders.text], inputs);
    const responses = await Promise.all(Array.from({ length: 40 }, () => generator.post('/predict', { inputs })));
    const outputs = expected.map(({ output }) => output);
    for (const response of responses.filter(({ status }) => status === 200)) {
      expect(Answers.parse(await response.json()).answers.map(({ output }) => output)).toEqual(outputs);
    }
    const full = responses.filter(({ status }) => status !== 200);
    expect(full.length).toBeGreaterThan(0);
    expect(full.length).toBeLessThan(40);
    for (const response of full) {
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Refusal.parse(await response.json()).error).toMatchObject({ type: 'rate_limit_error' });
    }
    expect((await generator.post('/predict', { inputs: ['a', 'a', 'a', 'a'] })).status).toBe(400);
  });
});

describe('the other paths', () => {
  it('/health says what answers', async () => {
    const response = await fetch(`${labels.url}/health`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ok', model: 'tiny-labels', file: 'int8', sessions: 2, running: 0, waiting: 0 },
    ]);
  });

  it('/metrics counts requests, inputs and tokens', async () => {
    const server = await serveBundle(folders.labels, ['--sessions', '1']);
    await server.post('/predict', { inputs: [RECORD, { title: 'word', text: 'word '.repeat(42) }] });
    await server.post('/predict', {});
    await server.post('/nowhere', {});
    const response = await fetch(`${server.url}/metrics`);
    const lines = (await response.text()).split('\n');
    await server.stop();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(lines).toEqual(
      expect.arrayContaining([
        'p2m_model_info{model="tiny-labels",file="int8"} 1',
        'p2m_requests_total{route="/predict",status="200"} 1',
        'p2m_requests_total{route="/predict",status="400"} 1',
        'p2m_requests_total{route="other",status="404"} 1',
        'p2m_request_seconds_count 3',
        'p2m_prediction_seconds_bucket{le="+Inf"} 2',
        'p2m_inputs_total 2',
        'p2m_inputs_cut_total 1',
        'p2m_input_tokens_total 59',
        'p2m_output_tokens_total 3',
        'p2m_sessions 1',
      ]),
    );
    const shape = /^(?:# (?:HELP|TYPE) p2m_\w+ .+|p2m_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})? [\d.e+-]+|)$/;
    expect(lines.filter((line) => !shape.test(line))).toEqual([]);
  });

  it('/openapi.json has the fields and labels of the model', async () => {
    const document: unknown = await (await fetch(`${labels.url}/openapi.json`)).json();
    const field = { type: 'string' };
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'tiny-labels' },
      components: {
        schemas: {
          Input: { properties: { title: field, text: field }, required: ['title', 'text'] },
          Answer: { properties: { output: { enum: LABELS } } },
        },
      },
    });
  });

  it('refuses other paths and methods', async () => {
    const head = await fetch(`${labels.url}/health`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${labels.url}/v1/embeddings`, { method: 'POST' })).status).toBe(404);
    const wrong = await fetch(`${labels.url}/predict`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('asks for the key everywhere but at /health', async () => {
    const server = await serveBundle(folders.labels, ['--sessions', '1'], { env: { P2M_SERVER_KEY: 'k' } });
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(server.url + path, { headers })).status;
    const paths = ['/health', '/metrics', '/openapi.json', '/v1/models'];
    expect(await Promise.all(paths.map((path) => status(path)))).toEqual([200, 401, 401, 401]);
    expect(await Promise.all(paths.map((path) => status(path, { authorization: 'Bearer k' })))).toEqual([
      200, 200, 200, 200,
    ]);
    expect((await server.post('/predict', { input: RECORD })).status).toBe(401);
    expect((await server.post('/predict', { input: RECORD }, { authorization: 'Bearer kk' })).status).toBe(401);
    await server.stop();
  });
});

describe('whatever is sent', () => {
  it('500 fuzzed bodies are answered, none with a 5xx', async () => {
    for (const [server, model, input] of [
      [labels, 'tiny-labels', RECORD],
      [generator, 'tiny-text', '3 May 2021'],
    ] as const) {
      const { statuses, bad } = await sendFuzzed(server.url, { model, input, count: 250, seed: 1 });
      expect(bad).toEqual([]);
      const refused = Object.entries(statuses).filter(([status]) => status.startsWith('4'));
      expect(refused.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(150);
    }
    expect((await labels.post('/predict', { input: RECORD })).status).toBe(200);
  });

  it('bytes that are no HTTP are refused, and the server goes on', async () => {
    const { port } = new URL(labels.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('\u0016\u0003\u0001 not HTTP\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await labels.post('/predict', { input: RECORD })).status).toBe(200);
  });
});
