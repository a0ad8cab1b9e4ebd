import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../lib/teacher/clock.ts';
import { createTeacher, type OpenTeacher } from '../../../lib/teacher/create-teacher.ts';
import { createJournal } from '../../../lib/teacher/journal.ts';
import { createPurse } from '../../../lib/teacher/purse.ts';
import { createTally } from '../../../lib/teacher/tally.ts';
import {
  type Completed,
  createFakeEndpoint,
  errorBody,
  type FakeEndpoint,
  type ReceivedCall,
  type Service,
} from '../../support/fake-endpoint.ts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { accountAt, repliesOf, requestFor, requestsFor } from '../../support/scripted-requests.ts';

const UNLIMITED = { usd: null, tokens: null, calls: null };

let folder: string;
let store: MemoryStore;
let endpoint: FakeEndpoint;
let teachers: OpenTeacher[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
  store = createMemoryStore();
  teachers = [];
});
afterEach(async () => {
  for (const teacher of teachers) await teacher.close();
  await endpoint.close();
  await rm(folder, { recursive: true });
});

/** A worker of its own: nothing of an earlier one's memory. */
function openTeacher(key: string | null = null, timeoutMs = 60_000): OpenTeacher {
  const clock = createClock(Date.now);
  const teacher = createTeacher({
    journal: createJournal({ store, folder, clock }),
    keys: () => key,
    clock,
    timeoutMs: () => timeoutMs,
  });
  teachers.push(teacher);
  return teacher;
}

const work = (limits: Parameters<typeof createPurse>[0] = UNLIMITED) => ({
  purse: createPurse(limits),
  tally: createTally(),
  signal: new AbortController().signal,
});

const rowOf = (call: ReceivedCall): string => call.body.messages.at(-1)?.content ?? '';
const labelOf = (call: ReceivedCall): Completed => ({ content: JSON.stringify({ output: `label of ${rowOf(call)}` }) });

/** Numbers in [0, 1) that are the same at every run. */
function createDraw(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('a faulty endpoint', () => {
  it('loses no row to malformed answers, 429 and 503, and counts what the endpoint counts', async () => {
    const draw = createDraw();
    endpoint = await createFakeEndpoint((call) => {
      const fault = draw();
      if (fault < 0.1)
        return { status: 429, json: errorBody('Rate limit reached'), headers: { 'retry-after-ms': '40' } };
      if (fault < 0.15) return { status: 503, json: errorBody('overloaded') };
      return draw() < 0.3 ? { content: '{"output": "lab' } : { ...labelOf(call), delayMs: 5 };
    });
    const counted = work();
    const replies = await repliesOf(
      openTeacher(),
      accountAt(endpoint.baseUrl),
      requestsFor(300, { retries: 20 }),
      counted,
    );
    expect(replies).toEqual(replies.map((_, index) => ({ index, answer: `label of row ${index}` })));
    expect(replies).toHaveLength(300);
    const { paid, charged, rejected } = counted.tally.spending(counted.purse.charged());
    const { calls, inputTokens, outputTokens } = endpoint.bill;
    expect(paid).toMatchObject({ calls, inputTokens, outputTokens });
    expect(charged).toMatchObject({ calls, tokens: inputTokens + outputTokens });
    expect(rejected).toEqual({ malformed: calls - 300 });
    expect(Math.max(...endpoint.answered.values())).toBe(1);
  });

  it('leaves a row unanswered that alone fails time after time', async () => {
    endpoint = await createFakeEndpoint((call) =>
      rowOf(call) === 'row 1'
        ? { status: 500, json: errorBody('tokenizer fell over'), headers: { 'retry-after-ms': '1' } }
        : { ...labelOf(call), delayMs: 30 },
    );
    const replies = await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(40), work());
    expect(replies[1]).toEqual({ index: 1, unanswered: '500 tokenizer fell over' });
    expect(replies.filter((reply) => 'answer' in reply)).toHaveLength(39);
  });

  it('waits as long as Retry-After says before the same request comes again', async () => {
    const at: number[] = [];
    endpoint = await createFakeEndpoint((call) => {
      at.push(performance.now());
      return call.times === 1
        ? { status: 429, json: errorBody('slow down'), headers: { 'retry-after-ms': '120' } }
        : labelOf(call);
    });
    await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(1), work());
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(119);
  });

  it('charges a call that was cut off, or not answered in time, at its worst case, and asks again', async () => {
    const services: Service[] = [{ cut: 'before' }, { cut: 'within' }, 'silence'];
    endpoint = await createFakeEndpoint((call) => services[call.number - 1] ?? labelOf(call));
    const counted = work();
    const teacher = openTeacher(null, 500);
    const account = accountAt(endpoint.baseUrl);
    const requests = ['a', 'b', 'c'].map((row) => requestFor(row));
    const replies = await repliesOf(teacher, account, requests, counted);
    expect(replies.map((reply) => 'answer' in reply)).toEqual([true, true, true]);
    const worst = teacher.worstCase(account, requestFor('a'));
    const { paid, charged } = counted.tally.spending(counted.purse.charged());
    expect(paid.calls).toBe(3);
    expect(charged.calls).toBe(6);
    expect(charged.tokens).toBe(paid.inputTokens + paid.outputTokens + 3 * worst.tokens);
  });

  it('gives up on an endpoint that is not there, and charges nothing', async () => {
    endpoint = await createFakeEndpoint(labelOf);
    await endpoint.close();
    const gone = endpoint.baseUrl;
    endpoint = await createFakeEndpoint(labelOf);
    const counted = work();
    await expect(repliesOf(openTeacher(), accountAt(gone), requestsFor(100), counted)).rejects.toMatchObject({
      kind: 'teacher-unreachable',
    });
    expect(counted.purse.charged()).toEqual({ usd: 0, tokens: 0, calls: 0 });
  });

  it('asks little of an endpoint that went down, and gives up on it', async () => {
    endpoint = await createFakeEndpoint((call) =>
      call.number > 60 ? { status: 503, json: errorBody('The server is overloaded') } : labelOf(call),
    );
    const counted = work();
    await expect(
      repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(1000), counted),
    ).rejects.toMatchObject({ kind: 'teacher-busy' });
    expect(counted.purse.charged().calls).toBe(60);
    expect(endpoint.received.length).toBeLessThan(400);
  });

  it('hands a Retry-After of minutes on instead of waiting', async () => {
    endpoint = await createFakeEndpoint(() => ({
      status: 429,
      json: errorBody('daily limit'),
      headers: { 'retry-after': '600' },
    }));
    await expect(repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(3), work())).rejects.toMatchObject({
      kind: 'teacher-busy',
      retryAfterMs: 600_000,
    });
  });
});

describe('fatal refusals', () => {
  it.each([
    ['key-refused', 401, errorBody('Incorrect API key provided: my-secret', 'invalid_api_key')],
    ['model-unknown', 404, errorBody('The model `model` does not exist', 'model_not_found')],
    ['teacher-out-of-credit', 429, errorBody('You exceeded your current quota', 'insufficient_quota')],
    ['teacher-refused-request', 400, errorBody('messages must not be empty')],
  ])('throws %s at once, with nothing sent after it', async (kind, status, json) => {
    let refused = Infinity;
    endpoint = await createFakeEndpoint((call) => {
      if (call.number === 3) refused = call.number;
      return call.number === 3 ? { status, json } : { ...labelOf(call), delayMs: 60 };
    });
    const started = performance.now();
    const counted = work();
    const failure: unknown = await repliesOf(
      openTeacher('my-secret'),
      accountAt(endpoint.baseUrl),
      requestsFor(200),
      counted,
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind });
    expect(String(failure)).not.toContain('my-secret');
    expect(performance.now() - started).toBeLessThan(1000);
    expect(refused).toBe(3);
    expect(endpoint.received).toHaveLength(8);
    // What was under way is kept, counted, and paid once.
    expect(counted.purse.charged().calls).toBe(7);
    expect(endpoint.bill.calls).toBe(7);
  });

  it('throws teacher-ignores-cap after booking what the answer cost', async () => {
    endpoint = await createFakeEndpoint((call) => ({ ...labelOf(call), usage: { input: 10, output: 51 } }));
    const counted = work();
    await expect(repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(1), counted)).rejects.toMatchObject({
      kind: 'teacher-ignores-cap',
    });
    expect(counted.purse.charged()).toEqual({ usd: (10 + 510) / 1e6, tokens: 61, calls: 1 });
  });

  it('says so where the address is not that of an API', async () => {
    endpoint = await createFakeEndpoint(() => ({ status: 200, json: '<html>Welcome</html>' }));
    await expect(repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(1), work())).rejects.toMatchObject({
      kind: 'teacher-refused-request',
    });
  });

  it('sends the key, and no header where there is none', async () => {
    endpoint = await createFakeEndpoint(labelOf);
    await repliesOf(openTeacher('secret'), accountAt(endpoint.baseUrl), [requestFor('a')], work());
    await repliesOf(openTeacher(null), accountAt(endpoint.baseUrl), [requestFor('b')], work());
    expect(endpoint.received.map((call) => call.headers.authorization)).toEqual(['Bearer secret', undefined]);
  });
});

describe('rejected answers', () => {
  it('asks again with another seed, counts each reason, and gives the last one', async () => {
    const services: Service[] = [
      { content: 'no JSON' },
      { content: '{"label": "a"}' },
      { content: '{"output": "a', finish: 'length' },
      { content: null, refusal: 'I cannot' },
      { content: '', finish: 'content_filter' },
      { content: '{"output": "odd"}' },
    ];
    endpoint = await createFakeEndpoint((call) => services[call.number - 1] ?? labelOf(call));
    const counted = work();
    const request = requestFor('a', { retries: 5, check: () => ({ rejected: 'not-in-labels' }) });
    expect(await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), [request], counted)).toEqual([
      { index: 0, rejected: 'not-in-labels' },
    ]);
    expect(counted.tally.spending(counted.purse.charged()).rejected).toEqual({
      'cut-off': 1,
      filtered: 1,
      malformed: 1,
      'not-in-labels': 1,
      'off-schema': 1,
      refused: 1,
    });
    expect(new Set(endpoint.received.map((call) => call.body.seed)).size).toBe(6);
  });

  it('rejects a row that is too long for the model without paying or asking again', async () => {
    endpoint = await createFakeEndpoint(() => ({
      status: 400,
      json: errorBody("This model's maximum context length is 10 tokens", 'context_length_exceeded', 'messages'),
    }));
    const counted = work();
    expect(await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(1), counted)).toEqual([
      { index: 0, rejected: 'too-long' },
    ]);
    expect(endpoint.received).toHaveLength(1);
    expect(counted.purse.charged().calls).toBe(0);
  });
});

describe('the journal', () => {
  it('pays for nothing twice, whichever worker asks later, in whatever order', async () => {
    endpoint = await createFakeEndpoint((call) =>
      call.times % 2 === 1 && rowOf(call).endsWith('7') && call.body.seed === 0 ? { content: '{}' } : labelOf(call),
    );
    const first = await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(100), work());
    const bill = { ...endpoint.bill };
    const counted = work({ usd: 0, tokens: 0, calls: 0 });
    const backwards = await repliesOf(
      openTeacher(),
      accountAt(endpoint.baseUrl, { buildId: 'later' }),
      requestsFor(100).toReversed(),
      counted,
    );
    expect(backwards.toReversed().map((reply) => ({ ...reply, index: 99 - reply.index }))).toEqual(first);
    expect(endpoint.bill).toEqual(bill);
    expect(counted.tally.spending(counted.purse.charged())).toMatchObject({
      paid: { usd: 0, calls: 0 },
      reused: 110,
      rejected: { 'off-schema': 10 },
    });
  });

  it('has every answer in the store when asking is over, and leaves no local file', async () => {
    endpoint = await createFakeEndpoint(labelOf);
    await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(20), work());
    const lines = [...store.objects.values()].flatMap((bytes) => bytes.toString().trim().split('\n'));
    expect(lines).toHaveLength(20);
    expect([...store.objects.keys()].every((key) => key.startsWith('calls/family/'))).toBe(true);
    expect(await readdir(join(folder, 'family'))).toEqual([]);
  });

  it('makes one call of equal requests in flight, across asks, and counts it once', async () => {
    endpoint = await createFakeEndpoint((call) => ({ ...labelOf(call), delayMs: 30 }));
    const teacher = openTeacher();
    const one = work();
    const two = work();
    const same = [requestFor('a'), requestFor('a'), requestFor('b')];
    await Promise.all([
      repliesOf(teacher, accountAt(endpoint.baseUrl, { part: 'one' }), same, one),
      repliesOf(teacher, accountAt(endpoint.baseUrl, { part: 'two' }), same, two),
    ]);
    expect(endpoint.bill.calls).toBe(2);
    const calls = [one, two].map(({ purse, tally }) => tally.spending(purse.charged()).paid.calls);
    expect((calls[0] ?? 0) + (calls[1] ?? 0)).toBe(2);
  });

  it('lets calls under way end, and keeps their answers, when asking is aborted', async () => {
    const abort = new AbortController();
    endpoint = await createFakeEndpoint((call) => {
      if (call.number === 8) abort.abort(new Error('stopping'));
      return { ...labelOf(call), delayMs: 40 };
    });
    const asked = repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(100), {
      ...work(),
      signal: abort.signal,
    });
    await expect(asked).rejects.toThrow('stopping');
    expect(endpoint.bill.calls).toBe(8);
    const again = work();
    await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), requestsFor(100), again);
    expect(endpoint.bill.calls).toBe(100);
    expect(Math.max(...endpoint.answered.values())).toBe(1);
  });
});

describe('the cap', () => {
  it('is kept at 64 in flight, whatever length the answers draw', async () => {
    const draw = createDraw();
    endpoint = await createFakeEndpoint((call) => ({
      ...labelOf(call),
      usage: { input: 40, output: 1 + Math.floor(draw() * 50) },
      delayMs: 60 + Math.floor(draw() * 100),
    }));
    const usd = 0.2;
    const counted = work({ usd, tokens: null, calls: null });
    const teacher = openTeacher();
    const account = accountAt(endpoint.baseUrl);
    const replies = await repliesOf(teacher, account, requestsFor(2000), counted);
    const billed = (endpoint.bill.inputTokens + 10 * endpoint.bill.outputTokens) / 1e6;
    const worst = teacher.worstCase(account, requestFor('row 1999'));
    expect(endpoint.mostInFlight()).toBe(64);
    expect(billed).toBeLessThanOrEqual(usd);
    // It stops only where one more call might not fit.
    expect(billed).toBeGreaterThan(usd - worst.usd);
    const unfunded = replies.filter((reply) => 'unfunded' in reply);
    expect(unfunded).toHaveLength(2000 - endpoint.bill.calls);
    expect(replies.at(-1)).toEqual({ index: 1999, unfunded: worst });
  });

  it('books the worst case where the endpoint does not say what it used', async () => {
    endpoint = await createFakeEndpoint((call) => ({ ...labelOf(call), usage: 'unsaid' }));
    const counted = work();
    const teacher = openTeacher();
    await repliesOf(teacher, accountAt(endpoint.baseUrl), [requestFor('a')], counted);
    expect(counted.purse.charged()).toEqual(teacher.worstCase(accountAt(endpoint.baseUrl), requestFor('a')));
    expect([...store.objects.values()].join('')).toContain('"source":"bounded"');
  });
});

describe('what an endpoint does not take', () => {
  it('is asked in JSON mode, then in plain text, which the journal tells, and for nothing', async () => {
    endpoint = await createFakeEndpoint((call) => {
      if (call.body.response_format)
        return { status: 400, json: errorBody(`response_format ${call.body.response_format.type} is not supported`) };
      return { content: `Here you are:\n\`\`\`json\n{"output": "{a}"}\n\`\`\`\nAnything else?` };
    });
    const counted = work();
    const teacher = openTeacher();
    const [reply] = await repliesOf(teacher, accountAt(endpoint.baseUrl), [requestFor('a')], counted);
    await repliesOf(teacher, accountAt(endpoint.baseUrl), [requestFor('b')], counted);
    expect(reply).toEqual({ index: 0, answer: '{a}' });
    expect(endpoint.received.map((call) => call.body.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      undefined,
      undefined,
    ]);
    expect(endpoint.received[1]?.body.messages[0]?.content).toContain('JSON Schema');
    expect(counted.purse.charged().calls).toBe(2);
    expect([...store.objects.values()].join('')).toContain('"mode":"text"');
  });

  it('is left out: temperature, seed, one of the two names of the cap', async () => {
    endpoint = await createFakeEndpoint((call) => {
      const { temperature, seed, max_tokens: older } = call.body;
      const refused = { temperature, seed, max_tokens: older };
      const name = Object.entries(refused).find(([, value]) => value !== undefined)?.[0];
      return name
        ? { status: 400, json: errorBody(`Unsupported parameter: '${name}'. Use 'max_completion_tokens'.`, null, name) }
        : labelOf(call);
    });
    await repliesOf(openTeacher(), accountAt(endpoint.baseUrl), [requestFor('a')], work());
    expect(endpoint.received.at(-1)?.body).toMatchObject({ max_completion_tokens: 50 });
    expect(Object.keys(endpoint.received.at(-1)?.body ?? {})).toEqual([
      'model',
      'messages',
      'max_completion_tokens',
      'response_format',
    ]);
    expect([...store.objects.values()].join('')).toContain('"dropped":["temperature","seed"]');
  });
});

describe('a model that thinks', () => {
  it('is asked to think as little as it will, with room beside the answer and money for both', async () => {
    endpoint = await createFakeEndpoint((call) =>
      call.body['reasoning_effort'] === 'minimal'
        ? { status: 400, json: errorBody("'reasoning_effort' does not support 'minimal'", null, 'reasoning_effort') }
        : labelOf(call),
    );
    const teacher = openTeacher();
    const account = accountAt(endpoint.baseUrl, { model: 'gpt-5.1-mini' });
    const plain = teacher.worstCase(accountAt(endpoint.baseUrl), requestFor('a')).tokens;
    await repliesOf(teacher, account, [requestFor('a')], work());
    expect(endpoint.received.at(-1)?.body).toMatchObject({ reasoning_effort: 'none', max_tokens: 1074 });
    expect(teacher.worstCase(account, requestFor('a')).tokens).toBe(plain + 1024);
  });
});

describe('the free question', () => {
  it('is content with an endpoint that has no list of models', async () => {
    endpoint = await createFakeEndpoint(labelOf);
    await openTeacher().probe(accountAt(endpoint.baseUrl), new AbortController().signal);
    expect(endpoint.received).toEqual([]);
  });
});
