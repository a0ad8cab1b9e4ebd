import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { bundleFolder } from '../bundle-folder.ts';
import { CommandFailure } from '../command-failure.ts';
import { serveScript } from '../serve-scripts.ts';
import { textOption, type Verb, type VerbCall, type VerbOption, type VerbResult } from '../verb.ts';

const OPTIONS: Readonly<Record<string, VerbOption>> = {
  host: { type: 'string', value: 'HOST', help: 'where to listen (default 127.0.0.1: this machine alone)' },
  port: { type: 'string', value: 'N', help: '(default 8080; 0: any that is free)' },
  file: { type: 'string', value: 'int8|fp32', help: 'which weights (default: the file that ships)' },
  sessions: {
    type: 'string',
    value: 'N',
    help: 'predictions at the same time (default: one per processor, 4 at most)',
  },
  queue: { type: 'string', value: 'N', help: 'inputs that may wait; more are refused with 429 (default 256)' },
  'max-body': { type: 'string', value: 'BYTES', help: 'of a request (default 1048576)' },
  'max-chars': { type: 'string', value: 'N', help: 'of an input (default 20000)' },
  long: { type: 'string', value: 'cut|refuse', help: 'inputs longer than the model reads (default cut, and said)' },
  coverage: {
    type: 'string',
    value: 'C',
    help: 'abstain: answer about this share of inputs, 0 to 1, and mark the others',
  },
  'teacher-url': {
    type: 'string',
    value: 'URL',
    help: 'with --coverage: what the model abstains on is sent to this OpenAI-compatible API',
  },
  'teacher-model': { type: 'string', value: 'M', help: 'its model' },
  'teacher-seconds': { type: 'string', value: 'N', help: 'how long one input may take there (default 20)' },
  'teacher-calls': { type: 'string', value: 'N', help: 'calls at the same time (default 8)' },
  'stop-seconds': { type: 'string', value: 'N', help: 'how long a stop waits for requests in flight (default 30)' },
};

/** `p2m serve`: a bundle's model over HTTP, by the bundle's own server. */
export const serve: Verb = {
  name: 'serve',
  summary: "answer with a bundle's model over HTTP",
  usage: 'BUNDLE_DIR | NAME',
  about: [
    "Runs the bundle's own server: /v1/chat/completions and /v1/models as OpenAI has them, /predict, /health, /metrics,",
    '/openapi.json. With P2M_SERVER_KEY in the environment that key is asked for. Ctrl-C stops it: what was accepted is',
    'answered first. With --teacher-url inputs leave this machine; P2M_TEACHER_KEY is the key for it.',
    'NAME is a released model, NAME@2 its version 2.',
  ],
  options: OPTIONS,
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [shown = ''] = call.words;
  const { folder: bundle, released } = await bundleFolder(call, shown);
  const { script, from } = await serveScript(bundle, shown);
  if (from === 'project') call.terminal.say(`${shown} has no server of its own: the one of this project answers.`);
  const flags = Object.keys(OPTIONS).flatMap((name) => {
    const value = textOption(call, name);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const { code, url } = await follow(start([script, '--bundle', bundle, ...flags], call.env), call);
  if (code === 0) return { exit: 0, json: { bundle, released, url, server: from, state: 'stopped' } };
  if (code === 2) throw new CommandFailure('not-served', `${shown} is not served: see the server's message above.`);
  throw new CommandFailure(
    'server-failed',
    `The server of ${shown} ended with ${String(code)}: see its message above.`,
  );
}

/**
 * The channel is a leash: the server stops when it ends, however this process ends. A process group of its own keeps a
 * terminal's Ctrl-C from it, which it would otherwise hear twice.
 */
const start = (command: readonly string[], env: VerbCall['env']): ChildProcess =>
  spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env, detached: true });

const Ready = z.object({ url: z.string() });

async function follow(child: ChildProcess, { interrupted, terminal }: VerbCall) {
  const stop = (): boolean => child.kill('SIGTERM');
  // A second Ctrl-C ends this process at once: so it is with the server then.
  const kill = (): boolean => child.kill('SIGKILL');
  const ended = once(child, 'exit');
  let url: string | null = null;
  child.once('message', (message) => {
    url = Ready.parse(message).url;
  });
  interrupted.addEventListener('abort', stop);
  process.on('SIGTERM', stop);
  process.on('exit', kill);
  try {
    if (interrupted.aborted) stop();
    const [[code, signal]] = await Promise.all([ended, sayLines(child.stdout, terminal.say)]);
    return { code: code ?? signal, url };
  } finally {
    interrupted.removeEventListener('abort', stop);
    process.off('SIGTERM', stop);
    process.off('exit', kill);
  }
}

async function sayLines(stream: Readable | null, say: (line: string) => void): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream })) say(line);
}
