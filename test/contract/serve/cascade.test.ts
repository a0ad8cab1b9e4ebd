import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BundleServer, SERVER, serveBundle } from '../../support/bundle-server.ts';
import {
  createFakeEndpoint,
  errorBody,
  type FakeEndpoint,
  type ReceivedCall,
  type Service,
} from '../../support/fake-endpoint.ts';
import { curveBundle, sureBundle } from '../../support/sure-bundle.ts';
import { run } from '../predict/run-script.ts';

const SURE = 'my invoice refund';
const STRANGE = 'qqq zzz';

const Answer = z.looseObject({ output: z.string(), confidence: z.number().nullable() });

let bundle: string;
let endpoint: FakeEndpoint;
/** What the teacher does with the next calls. */
let serve: (call: ReceivedCall) => Service;
const servers: BundleServer[] = [];
const started = async (flags: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const server = await serveBundle(bundle, ['--sessions', '1', '--coverage', '0.9', ...flags], { env });
  servers.push(server);
  return server;
};
const behind = (...flags: string[]) => ['--teacher-url', endpoint.baseUrl, '--teacher-model', 'large', ...flags];

beforeAll(async () => {
  bundle = await sureBundle('tfidf-one');
  endpoint = await createFakeEndpoint((call) => serve(call));
}, 300_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await endpoint.close();
  await rm(bundle, { recursive: true });
});

const ask = async (server: BundleServer, input: string) => {
  const response = await server.post('/predict', { input });
  expect(response.status).toBe(200);
  return Answer.parse(await response.json());
};
const metricsOf = async ({ url }: BundleServer) => (await (await fetch(`${url}/metrics`)).text()).split('\n');

describe('a server with a coverage', () => {
  it('marks what it abstains on, and asks nobody', async () => {
    const server = await started([]);
    expect(await ask(server, SURE)).toMatchObject({ output: 'billing', abstained: false, reason: null });
    const strange = await ask(server, STRANGE);
    expect(strange).toMatchObject({ abstained: true, reason: 'unfamiliar' });
    expect(strange).not.toHaveProperty('answered_by');
    expect(await metricsOf(server)).toContain('p2m_inputs_abstained_total{reason="unfamiliar"} 1');
  });

  it('tells of confidence in a chat completion and in a stream', async () => {
    const server = await started([]);
    const chat = { model: 'tfidf-one', messages: [{ role: 'user', content: STRANGE }] };
    const completion: unknown = await (await server.post('/v1/chat/completions', chat)).json();
    expect(completion).toMatchObject({ confidence: expect.any(Number), abstained: true, reason: 'unfamiliar' });
    const stream = await (await server.post('/v1/chat/completions', { ...chat, stream: true })).text();
    expect(stream).toContain('"abstained":true,"reason":"unfamiliar"');
  });
});

describe('a server with a teacher behind it', () => {
  it("gives what it abstains on to the teacher, by the build's own prompt, and says who answered", async () => {
    serve = () => ({ content: '{"output": "delivery"}' });
    const server = await started(behind(), { P2M_TEACHER_KEY: 'secret' });
    const before = endpoint.received.length;
    const response = await server.post('/predict', { inputs: [SURE, STRANGE] });
    expect(await response.json()).toMatchObject({
      answers: [
        { output: 'billing', answered_by: 'student', abstained: false, reason: null },
        {
          output: 'delivery',
          answered_by: 'teacher',
          abstained: false,
          reason: 'unfamiliar',
          scores: null,
          confidence: null,
          student: { output: expect.any(String), confidence: expect.any(Number) },
        },
      ],
    });
    const calls = endpoint.received.slice(before);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.headers.authorization).toBe('Bearer secret');
    expect(calls[0]?.body).toEqual({
      model: 'large',
      messages: [
        { role: 'system', content: 'Sort it. Answer with a JSON object {"output": "..."} and nothing else.' },
        { role: 'user', content: 'my card' },
        { role: 'assistant', content: '{"output":"billing"}' },
        { role: 'user', content: STRANGE },
      ],
      temperature: 0,
      max_completion_tokens: 1152,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'label-input',
          strict: true,
          schema: { type: 'object', properties: { output: { type: 'string' } } },
        },
      },
    });
    expect(await metricsOf(server)).toEqual(
      expect.arrayContaining(['p2m_teacher_calls_total{result="answered"} 1', 'p2m_teacher_seconds_count 1']),
    );
    const { stderr } = await server.stop();
    expect(stderr).toContain(`What the model abstains on is sent to ${new URL(endpoint.baseUrl).host}, for large.`);
    expect(stderr).not.toContain('secret');
  });

  it('writes a list of the teacher as the model writes its own, and takes nothing that is not in the input', async () => {
    const passages = await curveBundle('make_word_models.py', 'tagger');
    const flags = ['--sessions', '1', '--coverage', '1', ...behind()];
    const server = await serveBundle(passages, flags, {});
    serve = () => ({ content: '{"output": ["zzz", "qqq"]}' });
    expect(await ask(server, STRANGE)).toMatchObject({ output: '["qqq","zzz"]', answered_by: 'teacher' });
    serve = () => ({ content: '{"output": ["no such word"]}' });
    expect(await ask(server, STRANGE)).toMatchObject({ abstained: true, answered_by: 'student' });
    await server.stop();
    await rm(passages, { recursive: true });
  });

  it('asks in plainer words where the endpoint refuses the schema, and remembers', async () => {
    serve = ({ body }) =>
      body.response_format === undefined
        ? { content: 'Here you are: {"output": " delivery "}.' }
        : { status: 400, json: errorBody('response_format is not supported') };
    const server = await started(behind());
    const before = endpoint.received.length;
    expect(await ask(server, STRANGE)).toMatchObject({ output: 'delivery', answered_by: 'teacher' });
    expect(await ask(server, 'zzz qqq')).toMatchObject({ output: 'delivery', answered_by: 'teacher' });
    expect(endpoint.received.length - before).toBe(5);
  });

  it.each([
    ['is down', 'refused', (): Service => ({ status: 503, json: errorBody('busy') })],
    ['answers nonsense', 'unusable', (): Service => ({ content: '{"output": "no such label"}' })],
    ['answers no JSON', 'unusable', (): Service => ({ content: 'delivery' })],
    ['sends no completion', 'unusable', (): Service => ({ status: 200, json: [] })],
    ['hangs up', 'unreachable', (): Service => ({ cut: 'within' })],
    ['sends elsewhere', 'unreachable', (): Service => ({ status: 302, json: {}, headers: { location: '/v1/other' } })],
    ['says nothing', 'timeout', (): Service => 'silence'],
  ])("answers with the student's own, marked, where the teacher %s", async (_, result, service) => {
    serve = service;
    const server = await started(behind('--teacher-seconds', '1'));
    const own = await ask(server, STRANGE);
    expect(own).toMatchObject({ abstained: true, reason: 'unfamiliar', answered_by: 'student' });
    expect(own.confidence).not.toBeNull();
    expect(await metricsOf(server)).toContain(`p2m_teacher_calls_total{result="${result}"} 1`);
    expect((await server.stop()).stderr).toContain(`gives no answer (${result})`);
  });

  it('asks no more at once than it is told, and all in turn', async () => {
    const patient = await createFakeEndpoint(() => ({ content: '{"output": "delivery"}', delayMs: 20 }));
    const server = await started([
      '--teacher-url',
      patient.baseUrl,
      '--teacher-model',
      'large',
      '--teacher-calls',
      '2',
    ]);
    const response = await server.post('/predict', { inputs: Array.from({ length: 9 }, (_, at) => `qqq${at}`) });
    const { answers } = z.object({ answers: z.array(Answer) }).parse(await response.json());
    const most = patient.mostInFlight();
    await patient.close();
    expect(answers.map((answer) => answer['answered_by'])).toEqual(Array.from({ length: 9 }, () => 'teacher'));
    expect(most).toBe(2);
  });

  it('describes what it may answer', async () => {
    const { url } = await started(behind());
    const document: unknown = await (await fetch(`${url}/openapi.json`)).json();
    expect(document).toHaveProperty('components.schemas.Answer.properties.answered_by', {
      enum: ['student', 'teacher'],
    });
    expect(document).toHaveProperty('components.schemas.Answer.properties.reason', {
      enum: ['unsure', 'unfamiliar', null],
    });
  });
});

describe('settings that would do harm or nothing are refused', () => {
  it.each([
    ['a teacher without a coverage', ['--teacher-url', 'http://127.0.0.1:1', '--teacher-model', 'a'], {}],
    ['a teacher without a model', ['--coverage', '0.9', '--teacher-url', 'http://127.0.0.1:1'], {}],
    ['no address', ['--coverage', '0.9', '--teacher-url', 'file:///a', '--teacher-model', 'a'], {}],
    ['a key in the address', ['--coverage', '0.9', '--teacher-url', 'https://a:b@c.d', '--teacher-model', 'a'], {}],
    [
      'a key in clear over a network',
      ['--coverage', '0.9', '--teacher-url', 'http://10.0.0.1/v1', '--teacher-model', 'a'],
      { P2M_TEACHER_KEY: 'k' },
    ],
    ['no coverage', ['--coverage', '2'], {}],
  ])('%s', async (_, flags, env) => {
    const { code, stderr } = await run(
      [process.execPath, SERVER],
      ['--bundle', bundle, '--port', '0', ...flags],
      '',
      env,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/^server\.mjs: --(?:teacher-url|coverage)[^\n]*\n$/);
  });
});
