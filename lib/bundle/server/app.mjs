/** Routes of the server: from a request to what is sent back. Knows nothing of sockets that open and close. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { completeChat, modelEntry } from './chat.mjs';
import { ServerFailure } from './failure.mjs';
import { openApi } from './openapi.mjs';
import { predictRows } from './predict-rows.mjs';
import { readBody } from './read-body.mjs';

/**
 * @typedef {object} Parts
 * @property {object} pool
 * @property {object} metrics
 * @property {object | null} teacher       null: nobody is asked for what the model abstains on
 * @property {{maxBody: number, maxChars: number, queue: number, long: 'cut' | 'refuse'}} limits
 * @property {string | null} key           null: nobody is asked for one
 * @property {'int8' | 'fp32'} file
 * @property {number | undefined} coverage  undefined: the model never abstains
 * @property {(prefix: string) => {id: string, created: number}} stamp
 * @property {(line: string) => void} log   of failures that are nobody's request
 * @property {() => boolean} stopping
 */

/**
 * Listener of `node:http` requests. Every request is answered, whatever it brings; a failure is told in OpenAI's shape.
 * @param {Parts} parts
 */
export function createApp(parts) {
  const routes = routesOf(parts);
  return async (request, response) => {
    const started = performance.now();
    const path = (request.url ?? '').split('?', 1)[0];
    const route = routes.get(path);
    const reply = await answer(route, request, response, parts).catch((error) => failed(error, parts));
    send(response, reply, parts.stopping());
    parts.metrics.ended(route === undefined ? 'other' : path, reply.status, (performance.now() - started) / 1000);
  };
}

function routesOf(parts) {
  const { pool, metrics, limits, file } = parts;
  const model = modelEntry(pool.task, parts.stamp('').created);
  const asks = { locked: parts.key !== null, abstains: parts.coverage !== undefined, cascades: parts.teacher !== null };
  const document = openApi(pool.task, limits, asks);
  return new Map([
    ['/predict', { method: 'POST', run: predictRows }],
    ['/v1/chat/completions', { method: 'POST', run: completeChat }],
    ['/v1/models', get({ object: 'list', data: [model] })],
    [`/v1/models/${pool.task.name}`, get(model)],
    ['/openapi.json', get(document)],
    ['/metrics', { method: 'GET', run: async () => ({ status: 200, text: metrics.text(pool.state) }) }],
    ['/health', { method: 'GET', open: true, run: async () => health(pool, file, parts.stopping()) }],
  ]);
}

/** A path that always says the same. */
const get = (body) => ({ method: 'GET', run: async () => ({ status: 200, body }) });

function health({ task, state }, file, stopping) {
  const status = stopping ? 'stopping' : state.sessions === 0 ? 'failing' : 'ok';
  return { status: status === 'ok' ? 200 : 503, body: { status, model: task.name, file, ...state } };
}

async function answer(route, request, response, parts) {
  if (route === undefined) throw new ServerFailure(404, `There is no such path; ${PATHS}`, { code: 'unknown_url' });
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method !== route.method) {
    throw new ServerFailure(405, `This path takes ${route.method}.`, { headers: { allow: route.method } });
  }
  if (parts.key !== null && route.open !== true) checkKey(request.headers.authorization, parts.key);
  if (route.method === 'GET') return route.run();
  const body = await readBody(request, parts.limits.maxBody);
  const { answers, ...reply } = await route.run({ ...parts, body, signal: goneSignal(response) });
  for (const one of answers) parts.metrics.answered(one);
  return { status: 200, ...reply };
}

const PATHS = 'there are /predict, /v1/chat/completions, /v1/models, /health, /metrics and /openapi.json.';

/** Hashes have one length, so that the comparison takes one time and says nothing of the key. */
function checkKey(header, key) {
  const given = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  const challenge = { headers: { 'www-authenticate': 'Bearer' } };
  if (given === undefined) throw new ServerFailure(401, 'Give the key: Authorization: Bearer KEY.', challenge);
  if (timingSafeEqual(sha256(given), sha256(key))) return;
  throw new ServerFailure(401, 'Incorrect API key provided.', { ...challenge, code: 'invalid_api_key' });
}

const sha256 = (text) => createHash('sha256').update(text).digest();

/** Aborted when the client has gone before its answer was sent. */
function goneSignal(response) {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** What was not foreseen is a bug: its stack is for who runs the server, not for who asks. */
function failed(error, { log }) {
  const foreseen = error instanceof ServerFailure;
  if (!foreseen) log(error.stack ?? String(error));
  else if (error.status >= 500 && error.cause !== undefined) log(error.cause.stack ?? error.cause);
  const { status, headers, body } = foreseen ? error : new ServerFailure(500, 'The server failed: it has written why.');
  return { status, headers, body };
}

function send(response, { status, headers = {}, body, text, events }, stopping) {
  // The client has gone: there is nobody to tell.
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (stopping) response.setHeader('connection', 'close');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.statusCode = status;
  if (events !== undefined) return sendEvents(response, events);
  response.setHeader('content-type', text === undefined ? 'application/json' : 'text/plain; version=0.0.4');
  response.end(text ?? JSON.stringify(body));
}

function sendEvents(response, events) {
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.end('data: [DONE]\n\n');
}
