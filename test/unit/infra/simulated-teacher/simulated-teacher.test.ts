import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { understandDate } from '../../../../infra/local/simulated-teacher/date-normalization/understanding.ts';
import { createSimulatedTeacher } from '../../../../infra/local/simulated-teacher/simulated-teacher.ts';
import { understandMessage } from '../../../../infra/local/simulated-teacher/support-triage/understanding.ts';
import { readingRequest } from '../../../../lib/search/reading-request.ts';
import { candidate } from '../../../support/candidate.ts';

const DATES = 'A short text names one date. Answer with that date as YYYY-MM-DD.';
const TRIAGE = "Sort a customer's message: delivery, billing, returns, technical, account, product or cancellation.";
const FLAWLESS = { seed: 1, malformed: 0, rateLimited: 0, errorRate: 0 };

const Completion = z.object({
  choices: z.array(z.object({ finish_reason: z.string(), message: z.object({ content: z.string() }) })),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
});

function request(name: string, messages: readonly [string, string], properties: unknown, more: object = {}) {
  const [system, user] = messages;
  const schema = { type: 'object', properties };
  return {
    model: 'simulated-teacher',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    temperature: 0.7,
    seed: 5,
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
    ...more,
  };
}
const labelling = (task: string, input: string, more: object = {}) =>
  request('label-input', [task, input], { output: { type: 'string' } }, more);
const writing = (user: string, count: number, more: object = {}) =>
  request(
    'write-inputs',
    ['You write inputs.', user],
    { inputs: { type: 'array', minItems: count, maxItems: count, items: { type: 'string' } } },
    more,
  );

const contentOf = (body: unknown) => Completion.parse(body).choices[0]?.message.content ?? '';
const outputOf = (body: unknown) => z.object({ output: z.string() }).parse(JSON.parse(contentOf(body))).output;
const inputsOf = (body: unknown) => z.object({ inputs: z.array(z.string()) }).parse(JSON.parse(contentOf(body))).inputs;

/** Statuses of forty replies to one request, from a teacher that limits every other. */
const statuses = () => {
  const teacher = createSimulatedTeacher({ ...FLAWLESS, rateLimited: 0.5 });
  return Array.from({ length: 40 }, () => teacher.complete(labelling(DATES, '2 May 2014')).status);
};

describe('answers', () => {
  it('labels the input that stands in the last message', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    expect(outputOf(teacher.complete(labelling(DATES, 'ends on the 2nd of May 2014')).body)).toBe('2014-05-02');
    expect(outputOf(teacher.complete(labelling(TRIAGE, 'MY PARCEL IS LOST')).body)).toBe('delivery');
  });

  it('reads datasets by doing the task on their rows, whatever task those rows are of', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    const rows = {
      moods: [['the 2nd of May 2014', '2014-05-02']],
      other: [
        ['the 2nd of May 2014', '2014-02-05'],
        ['MY PARCEL IS LOST', 'delivery'],
      ],
      mail: [
        ['MY PARCEL IS LOST', 'delivery'],
        ['I forgot my password', 'account'],
      ],
      half: [
        ['MY PARCEL IS LOST', 'delivery'],
        ['I forgot my password', 'billing'],
      ],
    };
    const candidates = Object.entries(rows).map(([name, own]) =>
      candidate(name, { samples: own.map(([input = '', output = '']) => ({ input, output })) }),
    );
    const task = {
      instruction: TRIAGE,
      instructionEnglish: null,
      kind: 'labels',
      labels: null,
      fields: null,
      demonstrations: [],
    } as const;
    const asked = readingRequest({ ...task, demonstrations: [] }, candidates);
    const [system, user] = asked.prompt.messages.map(({ content }) => content);
    const properties = { datasets: { type: 'array' }, order: { type: 'array' } };
    const { body } = teacher.complete(request('rank-datasets', [system ?? '', user ?? ''], properties));
    const read = asked.check(JSON.parse(contentOf(body)));
    expect('answer' in read && read.answer.map(({ id, does, why }) => [id, does, why])).toEqual([
      ['mail', 'yes', '2 of 2 rows are answered as the task would be'],
      expect.arrayContaining(['partly', '1 of 2 rows are answered as the task would be']),
      expect.arrayContaining(['partly']),
      ['moods', 'no', '0 of 1 rows are answered as the task would be'],
    ]);
  });

  it('writes as many inputs as the schema asks for, for the task that the messages describe', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    const dates = inputsOf(teacher.complete(writing(`The task:\n${DATES}\n\nWrite 10 new inputs.`, 10)).body);
    expect(new Set(dates).size).toBe(10);
    expect(dates.filter((input) => understandDate(input) === null)).toEqual([]);
  });

  it('writes for the label that the last message names in quotes', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    const user = `The task:\n${TRIAGE}\n\nWrite 40 new inputs whose answer should be "product" (Before buying).`;
    const queues = inputsOf(teacher.complete(writing(user, 40)).body).map(understandMessage);
    expect(queues.filter((queue) => queue === 'product').length).toBeGreaterThan(30);
  });

  it('says what a known prompt asks for, and fills other schemas plainly', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    const properties = { kind: { enum: ['text', 'labels'] }, labels: { type: 'array' }, note: { type: 'string' } };
    const parsed = teacher.complete(request('parse-task', ['You read a prompt.', DATES], properties));
    expect(JSON.parse(contentOf(parsed.body))).toEqual({ kind: 'text', labels: [], note: '' });
    const judged = teacher.complete(
      request('judge-example', ['Judge.', 'this'], {
        score: { type: 'integer', minimum: 1 },
        keep: { type: 'boolean' },
        reasons: { type: 'array', minItems: 1, items: { anyOf: [{ const: 'none' }, { type: 'null' }] } },
      }),
    );
    expect(JSON.parse(contentOf(judged.body))).toEqual({ score: 1, keep: false, reasons: ['none'] });
  });

  it('depend on the seed and the request alone', () => {
    const user = `The task:\n${TRIAGE}\n\nWrite 5 new inputs.`;
    const from = (seed: number, more: object) =>
      contentOf(createSimulatedTeacher({ ...FLAWLESS, seed }).complete(writing(user, 5, more)).body);
    expect(from(1, {})).toBe(from(1, {}));
    const others = [from(2, {}), from(1, { seed: 6 }), from(1, { temperature: 1 })];
    expect(new Set([from(1, {}), ...others]).size).toBe(4);
  });

  it('are cut where the cap on tokens is reached', () => {
    const capped = createSimulatedTeacher(FLAWLESS).complete(
      labelling(DATES, '1 May 2014', { max_completion_tokens: 2 }),
    );
    const { choices, usage } = Completion.parse(capped.body);
    expect(choices[0]).toEqual({ finish_reason: 'length', message: { content: '{"output' } });
    expect(usage.completion_tokens).toBe(2);
  });
});

describe('errors', () => {
  it.each([
    [TRIAGE, 'MY PARCEL IS LOST', 'delivery'],
    [DATES, '2 May 2014', '2014-05-02'],
  ])('are as frequent as stated, each vote on its own', (task, input, right) => {
    const teacher = createSimulatedTeacher({ ...FLAWLESS, errorRate: 0.04 });
    const votes = Array.from({ length: 2_000 }, (_, seed) =>
      outputOf(teacher.complete(labelling(task, input, { seed })).body),
    );
    const wrong = votes.filter((vote) => vote !== right).length;
    // 80 expected, standard deviation 8.8; four of them.
    expect(wrong).toBeGreaterThan(45);
    expect(wrong).toBeLessThan(115);
  });
});

describe('faults', () => {
  it('are drawn anew each time a request comes, as often as stated', () => {
    const teacher = createSimulatedTeacher({ ...FLAWLESS, malformed: 0.2, rateLimited: 0.1 });
    const replies = Array.from({ length: 1_000 }, () => teacher.complete(labelling(DATES, '2 May 2014')));
    const limited = replies.filter((reply) => reply.status === 429);
    const contents = replies.filter((reply) => reply.status === 200).map((reply) => contentOf(reply.body));
    expect(new Set(contents)).toEqual(new Set(['{"output":"2014-05-02"}', '{"output":"2014-05-0']));
    expect(limited[0]?.headers).toEqual({ 'retry-after': '1' });
    const broken = contents.filter((content) => !content.endsWith('}')).length;
    expect(Math.abs(limited.length - 100)).toBeLessThan(38);
    expect(Math.abs(broken - 180)).toBeLessThan(49);
  });

  it('come alike in two runs with the same seed', () => {
    expect(statuses()).toEqual(statuses());
  });

  it('refuses another model and what is no chat', () => {
    const teacher = createSimulatedTeacher(FLAWLESS);
    expect(teacher.complete(labelling(DATES, 'x', { model: 'gpt-5' }))).toMatchObject({
      status: 404,
      body: { error: { code: 'model_not_found' } },
    });
    expect(teacher.complete({ model: 'simulated-teacher' }).status).toBe(400);
    expect(teacher.complete(null).status).toBe(400);
    expect(teacher.stats()).toMatchObject({ calls: 3, answered: 0, refused: 3 });
  });
});

it('counts calls, answers, tokens and repetitions', () => {
  const teacher = createSimulatedTeacher(FLAWLESS);
  teacher.complete(labelling(DATES, '2 May 2014'));
  teacher.complete(labelling(DATES, '2 May 2014'));
  const { usage } = Completion.parse(teacher.complete(writing(DATES, 3)).body);
  const perLabel = Completion.parse(
    createSimulatedTeacher(FLAWLESS).complete(labelling(DATES, '2 May 2014')).body,
  ).usage;
  expect(perLabel.completion_tokens).toBe(Math.ceil('{"output":"2014-05-02"}'.length / 4));
  expect(teacher.stats()).toEqual({
    calls: 3,
    answered: 3,
    promptTokens: 2 * perLabel.prompt_tokens + usage.prompt_tokens,
    completionTokens: 2 * perLabel.completion_tokens + usage.completion_tokens,
    rateLimited: 0,
    malformed: 0,
    refused: 0,
    repeated: 1,
    byName: { 'label-input': 2, 'write-inputs': 1 },
  });
});
