import OpenAI, { APIError } from 'openai';
import { afterEach, expect, it } from 'vitest';
import {
  startSimulatedTeacher,
  type RunningTeacher,
} from '../../../infra/local/simulated-teacher/start-simulated-teacher.ts';

let teacher: RunningTeacher | undefined;
afterEach(async () => {
  await teacher?.stop();
  teacher = undefined;
});

const clientOf = ({ baseUrl }: RunningTeacher) => new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0 });

const asked = (input: string, seed: number): OpenAI.ChatCompletionCreateParamsNonStreaming => ({
  model: 'simulated-teacher',
  seed,
  max_completion_tokens: 50,
  messages: [
    { role: 'system', content: 'A short text names one date. Answer with that date as YYYY-MM-DD.' },
    { role: 'user', content: input },
  ],
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'label-input',
      strict: true,
      schema: { type: 'object', required: ['output'], properties: { output: { type: 'string' } } },
    },
  },
});

it('is read by the openai package: completions, usage, models', async () => {
  teacher = await startSimulatedTeacher({ seed: 1, latencyMs: 0, malformed: 0, rateLimited: 0, errorRate: 0 });
  const client = clientOf(teacher);
  const completion = await client.chat.completions.create(asked('due 3 March 2021', 1));
  expect(completion.choices[0]?.message.content).toBe('{"output":"2021-03-03"}');
  expect(completion.choices[0]?.finish_reason).toBe('stop');
  expect(completion.usage?.completion_tokens).toBe(6);
  const models = await client.models.list();
  expect(models.data.map(({ id }) => id)).toEqual(['simulated-teacher']);
  expect(models.data[0]).toMatchObject({ description: expect.stringContaining('Simulated') });
  expect((await client.models.retrieve('simulated-teacher')).id).toBe('simulated-teacher');
});

it('limits the rate as an endpoint does, and shows what it counted', async () => {
  teacher = await startSimulatedTeacher({ seed: 1, latencyMs: 0, malformed: 0, rateLimited: 1 });
  const refused = await clientOf(teacher)
    .chat.completions.create(asked('3 March 2021', 1))
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(APIError);
  expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  const stats: unknown = await (await fetch(new URL('/_stats', teacher.baseUrl))).json();
  expect(stats).toEqual(teacher.stats());
  expect(stats).toMatchObject({ calls: 1, answered: 0, rateLimited: 1 });
});

it('stops while a request is open', async () => {
  teacher = await startSimulatedTeacher({ seed: 1, latencyMs: 60_000 });
  const open = clientOf(teacher)
    .chat.completions.create(asked('3 March 2021', 1))
    .then(
      () => 'answered',
      () => 'ended',
    );
  while (teacher.stats().calls === 0) await new Promise(setImmediate);
  await teacher.stop();
  expect(await open).toBe('ended');
  teacher = undefined;
});
