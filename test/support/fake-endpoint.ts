import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const Body = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  seed: z.number().optional(),
  temperature: z.number().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ name: z.string() }).optional() })
    .optional(),
});

/** One call as the endpoint received it. */
export interface ReceivedCall {
  readonly body: z.infer<typeof Body>;
  readonly headers: IncomingHttpHeaders;
  /** Equal calls (messages, seed, temperature) share it. */
  readonly question: string;
  /** How often this question has come, this time included. */
  readonly times: number;
  /** Number of the call, from 1. */
  readonly number: number;
}

/** A chat completion. */
export interface Completed {
  readonly content: string | null;
  readonly finish?: string;
  readonly refusal?: string;
  readonly usage?: { readonly input: number; readonly output: number } | 'unsaid';
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
}

/** What is sent back: a completion, another status, or nothing. */
export type Service =
  | Completed
  | {
      readonly status: number;
      readonly json: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
    }
  /** The connection is cut before an answer, or in the middle of one. */
  | { readonly cut: 'before' | 'within' }
  | 'silence';

/** What the endpoint itself counts: answered calls and their tokens. */
export interface Bill {
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

export interface FakeEndpoint {
  readonly baseUrl: string;
  readonly received: readonly ReceivedCall[];
  readonly bill: Readonly<Bill>;
  /** Questions that were answered with status 200, and how often. */
  readonly answered: ReadonlyMap<string, number>;
  readonly inFlight: () => number;
  readonly mostInFlight: () => number;
  /** Questions whose answer found nobody any more: their connection had been closed. */
  readonly lost: ReadonlySet<string>;
  /** Questions that came and were not answered yet. */
  readonly pending: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A body as OpenAI's errors have it. */
export const errorBody = (message: string, code: string | null = null, param: string | null = null): unknown => ({
  error: { message, type: 'invalid_request_error', code, param },
});

/** An OpenAI-compatible server on loopback, in this process, that does with each call what `serve` says. */
export async function createFakeEndpoint(serve: (call: ReceivedCall) => Service): Promise<FakeEndpoint> {
  const received: ReceivedCall[] = [];
  const times = new Map<string, number>();
  const answered = new Map<string, number>();
  const pending = new Set<ReceivedCall>();
  const lost = new Set<string>();
  const bill: Bill = { calls: 0, inputTokens: 0, outputTokens: 0 };
  let most = 0;

  const complete = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Body.parse(JSON.parse(await textOf(request)));
    const question = JSON.stringify([body.messages, body.seed, body.temperature]);
    times.set(question, (times.get(question) ?? 0) + 1);
    const call = {
      body,
      headers: request.headers,
      question,
      times: times.get(question) ?? 1,
      number: received.length + 1,
    };
    received.push(call);
    pending.add(call);
    most = Math.max(most, pending.size);
    const service = serve(call);
    if (service === 'silence') return;
    const reply = (): void => {
      pending.delete(call);
      if (response.destroyed) lost.add(call.question);
      send(response, service, call);
    };
    if ('delayMs' in service && service.delayMs) setTimeout(reply, service.delayMs);
    else reply();
  };
  const send = (response: ServerResponse, service: Exclude<Service, 'silence'>, call: ReceivedCall): void => {
    if ('cut' in service) return cut(response, service.cut);
    if ('status' in service) return sendJson(response, service.status, service.json, service.headers);
    const usage = usageOf(service, call);
    bill.calls += 1;
    bill.inputTokens += usage.input;
    bill.outputTokens += usage.output;
    answered.set(call.question, (answered.get(call.question) ?? 0) + 1);
    sendJson(response, 200, completionOf(service, call, usage), service.headers);
  };
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/chat/completions')) void complete(request, response);
    else sendJson(response, 404, errorBody('no such path'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    received,
    bill,
    answered,
    lost,
    inFlight: () => pending.size,
    mostInFlight: () => most,
    pending: () => [...pending].map((call) => call.question),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Roughly four bytes a token, as many tokenizers count English. */
const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);

const usageOf = (service: Completed, call: ReceivedCall): { readonly input: number; readonly output: number } =>
  service.usage === undefined || service.usage === 'unsaid'
    ? { input: tokensOf(JSON.stringify(call.body.messages)), output: tokensOf(service.content ?? '') }
    : service.usage;

const completionOf = (
  service: Completed,
  call: ReceivedCall,
  usage: { readonly input: number; readonly output: number },
): unknown => ({
  id: `chatcmpl-${call.number}`,
  object: 'chat.completion',
  created: 1,
  model: `${call.body.model}-2026-01-01`,
  system_fingerprint: 'fp_1',
  choices: [
    {
      index: 0,
      finish_reason: service.finish ?? 'stop',
      message: {
        role: 'assistant',
        content: service.content,
        ...(service.refusal ? { refusal: service.refusal } : {}),
      },
    },
  ],
  ...(service.usage === 'unsaid'
    ? {}
    : {
        usage: {
          prompt_tokens: usage.input,
          completion_tokens: usage.output,
          total_tokens: usage.input + usage.output,
        },
      }),
});

function cut(response: ServerResponse, where: 'before' | 'within'): void {
  if (where === 'within') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"choices":[');
  }
  setImmediate(() => response.destroy());
}

function sendJson(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  response.writeHead(status, {
    'content-type': typeof json === 'string' ? 'text/html' : 'application/json',
    ...headers,
  });
  response.end(text);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
