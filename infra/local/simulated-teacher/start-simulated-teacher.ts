import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulatedTeacher, SIMULATED_MODEL, type SimulatedTeacher } from './simulated-teacher.ts';
import type { TeacherStats } from './teacher-stats.ts';

export interface SimulatedTeacherOptions {
  /** On the loopback; any free one where none is given. */
  readonly port?: number;
  /** All answers and faults derive from it. */
  readonly seed: number;
  /** Time to each answer. Default 20. */
  readonly latencyMs?: number;
  /** Share of answers whose JSON breaks off, 0..1. Default 0.02. */
  readonly malformed?: number;
  /** Share of requests answered with 429 and `retry-after: 1`, 0..1. Default 0.02. */
  readonly rateLimited?: number;
  /** Share of votes that are wrong, 0..1. Default 0.04. */
  readonly errorRate?: number;
  /** Shown the body of each request for a completion, before it is answered. */
  readonly witness?: (body: unknown) => void;
}

export interface RunningTeacher {
  /** `http://127.0.0.1:<port>/v1` */
  readonly baseUrl: string;
  readonly stats: () => TeacherStats;
  /** Requests for a completion that have come and are not answered yet. */
  readonly underWay: () => number;
  /** Ends open requests too. */
  readonly stop: () => Promise<void>;
}

const MODEL_CARD = {
  id: SIMULATED_MODEL,
  object: 'model',
  created: 1,
  owned_by: 'prompt2model',
  description: 'Simulated: scripted answers from grammars, with a stated error rate. Not a language model.',
};

/**
 * A scripted, OpenAI-compatible endpoint on the loopback that writes inputs and labels them for the example tasks.
 * Answers depend on the seed and the request alone.
 * @throws Error `EADDRINUSE` when the port is taken
 */
export async function startSimulatedTeacher(options: SimulatedTeacherOptions): Promise<RunningTeacher> {
  const { port = 0, seed, latencyMs = 20, malformed = 0.02, rateLimited = 0.02, errorRate = 0.04 } = options;
  const { stats, complete } = createSimulatedTeacher({ seed, malformed, rateLimited, errorRate });
  const teacher: SimulatedTeacher = {
    stats,
    complete: (body) => {
      options.witness?.(body);
      return complete(body);
    },
  };
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    // Whoever hangs up in the middle of a request waits for no answer.
    serve(teacher, latencyMs, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${portOf(server)}/v1`,
    stats,
    underWay: () => underWay,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(
  teacher: SimulatedTeacher,
  latencyMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.url?.split('?')[0]}`;
  switch (route) {
    case 'POST /v1/chat/completions': {
      const reply = teacher.complete(parsedOrNull(await text(request)));
      await sleep(latencyMs);
      return send(response, reply.status, reply.body, reply.headers);
    }
    case 'GET /v1/models':
      return send(response, 200, { object: 'list', data: [MODEL_CARD] });
    case `GET /v1/models/${SIMULATED_MODEL}`:
      return send(response, 200, MODEL_CARD);
    case 'GET /_stats':
      return send(response, 200, teacher.stats());
    default:
      return send(response, 404, { error: { message: `nothing at ${route}`, type: 'invalid_request_error' } });
  }
}

/** Null, which no schema of ours accepts, for what is no JSON: the teacher then refuses it as any other bad body. */
function parsedOrNull(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the simulated teacher listens on no port');
  return address.port;
}
