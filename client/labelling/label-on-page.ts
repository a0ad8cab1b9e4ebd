import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { LabelledReport } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { labelPage, type LabelPageState, labelPagePolicy } from '../../lib/labelling/label-page.ts';
import type { LabelSession } from '../../lib/labelling/label-session.ts';
import { answerInForm } from './label-form.ts';
import type { LabelEnd } from './label-in-terminal.ts';
import { keysOfLabels } from './label-keys.ts';

export interface PageLabelling {
  readonly spec: TaskSpec;
  readonly session: LabelSession;
  readonly planned: number | null;
  readonly interrupted: AbortSignal;
  /** Nobody can guess it; it stands in the address. */
  readonly token: string;
  /** A number used once, new for every page. */
  readonly nonce: () => string;
  /** Computes the verdict from the labels so far. */
  readonly conclude: () => Promise<LabelledReport>;
  /** Told the address once the page can be opened. */
  readonly opened: (url: string) => void;
}

/** A written answer is a few lines; more is no answer. */
const MOST_BODY_BYTES = 256 * 1024;

/**
 * Serves the page on a free port of 127.0.0.1 until the person stops, computes the verdict, or Ctrl-C. Whoever does not know the
 * token gets 404, and so does another site that the same browser has open: the address of the host must be our own.
 */
export async function labelOnPage(work: PageLabelling): Promise<LabelEnd | LabelledReport> {
  const end = createEnd();
  let fault: unknown = null;
  // One after the other: two presses of a button are one label and one question that has gone.
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    turn = turn
      .then(() => answer(work, request, response, end.finish))
      .catch((error: unknown) => {
        fault = error;
        response.destroy();
        end.finish('interrupted');
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  work.opened(`http://127.0.0.1:${address.port}/${work.token}/`);
  const interrupt = () => end.finish('interrupted');
  work.interrupted.addEventListener('abort', interrupt);
  if (work.interrupted.aborted) interrupt();
  try {
    const how = await end.reached;
    if (fault !== null) throw fault;
    return how;
  } finally {
    work.interrupted.removeEventListener('abort', interrupt);
    server.close();
    server.closeIdleConnections();
  }
}

type Finish = (end: LabelEnd | LabelledReport) => void;

/** An end that is reached once; what comes after it changes nothing. */
function createEnd(): { readonly reached: Promise<LabelEnd | LabelledReport>; readonly finish: Finish } {
  const waiting: Finish[] = [];
  const reached = new Promise<LabelEnd | LabelledReport>((resolve) => waiting.push(resolve));
  return { reached, finish: (how) => waiting.forEach((resolve) => resolve(how)) };
}

async function answer(
  work: PageLabelling,
  request: IncomingMessage,
  response: ServerResponse,
  finish: Finish,
): Promise<void> {
  const own = `127.0.0.1:${request.socket.localPort ?? 0}`;
  const { host, origin } = request.headers;
  const prefix = `/${work.token}/`;
  const path = request.url ?? '';
  if (host !== own || !path.startsWith(prefix)) return refuse(response, 404);
  const action = path.slice(prefix.length);
  if (request.method === 'GET') return action === '' ? show(work, response, 200, now(work)) : refuse(response, 404);
  if (request.method !== 'POST') return refuse(response, 405);
  if (origin !== undefined && origin !== `http://${own}`) return refuse(response, 403);
  const body = await bodyOf(request);
  if (body === null) return refuse(response, 413);
  await act(work, action, new URLSearchParams(body), response, finish);
}

async function act(
  work: PageLabelling,
  action: string,
  form: URLSearchParams,
  response: ServerResponse,
  finish: Finish,
): Promise<void> {
  const { session } = work;
  switch (action) {
    case 'answer':
      return keep(work, form, response);
    case 'undo':
      await session.undo();
      return back(response, work);
    case 'stop':
      show(work, response, 200, { shows: 'ended', report: null });
      return finish('stopped');
    case 'verdict': {
      const report = await work.conclude();
      show(work, response, 200, { shows: 'ended', report });
      return finish(report);
    }
    default:
      return refuse(response, 404);
  }
}

/** A row that is no longer the one asked (the button was pressed twice, the page is old) is left alone. */
async function keep(work: PageLabelling, form: URLSearchParams, response: ServerResponse): Promise<void> {
  const { session, spec } = work;
  const question = session.next();
  if (question === null || question.id !== form.get('row')) return back(response, work);
  const given = answerInForm(spec, question, form);
  if (typeof given === 'string') {
    const written = form.get('text') ?? '';
    return show(work, response, 422, { shows: 'question', question, problem: given, written });
  }
  await session.give(question.id, given);
  return back(response, work);
}

function now({ session, planned }: PageLabelling): LabelPageState {
  const question = session.next();
  if (question === null) return { shows: 'done', why: 'all' };
  if (planned !== null && session.progress().labelled >= planned) return { shows: 'done', why: 'planned' };
  return { shows: 'question', question, problem: null, written: '' };
}

function show(work: PageLabelling, response: ServerResponse, status: number, state: LabelPageState): void {
  const { session, spec } = work;
  const nonce = work.nonce();
  const keys = keysOfLabels(spec.labels?.length ?? 0);
  const facts = { plan: session.plan, instruction: spec.instruction, progress: session.progress(), keys, nonce, state };
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': labelPagePolicy(nonce),
    ...COMMON,
  });
  response.end(labelPage(facts));
}

/** Nothing of a page stays in the browser, and no address of it goes elsewhere. */
const COMMON = {
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** To the page anew, so that reloading it sends nothing again. */
function back(response: ServerResponse, { token }: PageLabelling): void {
  response.writeHead(303, { location: `/${token}/`, ...COMMON }).end();
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close', ...COMMON }).end(`${status}\n`);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
