import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const HELP = `Usage: node server/server.mjs [options]

  --host HOST         where to listen (default 127.0.0.1: this machine alone)
  --port N            (default 8080; 0: any that is free)
  --file int8|fp32    which weights (default: the file that ships, as task.json says)
  --sessions N        predictions at the same time, a thread and a copy of the model each
                      (default: one per processor, 4 at most)
  --queue N           inputs that may wait; more are refused with 429 (default 256)
  --max-body BYTES    of a request (default 1048576)
  --max-chars N       of an input (default 20000)
  --long cut|refuse   what becomes of an input of more tokens than the model reads (default cut, and said)
  --stop-seconds N    how long a stop waits for requests in flight (default 30)
  --coverage C        abstain: answer about the share C of inputs (0 to 1), those that the model is surest of, and
                      mark the others
  --teacher-url URL   with --coverage: ask this OpenAI-compatible API for what the model abstains on. The inputs that
                      it abstains on then leave this machine
  --teacher-model M   its model
  --teacher-seconds N how long one input may take there (default 20)
  --teacher-calls N   calls at the same time (default 8)
  --bundle DIR        folder of the model (default: the one this server lies in)
  --help              this text

With P2M_SERVER_KEY in the environment, that key is asked for: Authorization: Bearer KEY. P2M_TEACHER_KEY is the key
for --teacher-url, and goes nowhere else.
SIGTERM and Ctrl-C stop it: what was accepted is answered first. A second Ctrl-C ends it at once.
Exit codes: 0 stopped, 1 a stop that had to leave requests unanswered, or a bug, 2 bad options or bundle.
`;

/** More sessions than processors only make each other wait; each is a copy of the model in memory. */
const MOST_DEFAULT_SESSIONS = 4;

/** Options or a place that cannot be used: told in one line, exit code 2. */
export class UsageError extends Error {
  name = 'UsageError';
}

/**
 * What the command line and the environment say; null where help is asked for.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} env
 * @throws {UsageError}
 */
export function settingsOf(args, env) {
  const { values } = parsedFlags(args);
  if (values.help) return null;
  if (!['int8', 'fp32', undefined].includes(values.file)) throw new UsageError('--file is int8 or fp32');
  if (!['cut', 'refuse'].includes(values.long)) throw new UsageError('--long is cut or refuse');
  const number = (name, least, most) => wholeNumber(name, values[name], least, most);
  const queue = number('queue', 1, 100_000);
  return {
    folder: values.bundle ?? join(import.meta.dirname, '..'),
    host: values.host,
    port: number('port', 0, 65_535),
    file: values.file,
    sessions: number('sessions', 1, 256),
    queue,
    limits: {
      queue,
      maxBody: number('max-body', 1, 2 ** 28),
      maxChars: number('max-chars', 1, 2 ** 26),
      long: values.long,
    },
    stopMs: number('stop-seconds', 0, 3600) * 1000,
    coverage: coverageOf(values.coverage),
    teacher: teacherOf(values, env, number),
    key: keyIn(env, 'P2M_SERVER_KEY'),
  };
}

function coverageOf(text) {
  if (text === undefined) return undefined;
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (value > 0 && value <= 1) return value;
  throw new UsageError('--coverage is a number above 0 and at most 1');
}

function teacherOf(values, env, number) {
  const { 'teacher-url': url, 'teacher-model': model, coverage } = values;
  const timeoutMs = number('teacher-seconds', 1, 600) * 1000;
  const atOnce = number('teacher-calls', 1, 1000);
  if (url === undefined && model === undefined) return null;
  if (url === undefined || model === undefined) throw new UsageError('--teacher-url and --teacher-model go together');
  if (coverage === undefined) throw new UsageError('--teacher-url goes with --coverage: else nothing is asked');
  const key = keyIn(env, 'P2M_TEACHER_KEY');
  checkTeacherUrl(url, key);
  return { url, model, key, timeoutMs, atOnce };
}

function checkTeacherUrl(url, key) {
  const { protocol, hostname, username } = URL.canParse(url) ? new URL(url) : {};
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '') {
    throw new UsageError('--teacher-url is an address such as https://api.openai.com/v1');
  }
  if (key === null || protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new UsageError('--teacher-url is plain http on another machine: P2M_TEACHER_KEY would be readable on the way');
}

function parsedFlags(args) {
  const options = {
    host: option('127.0.0.1'),
    port: option('8080'),
    file: option(),
    sessions: option(String(Math.min(availableParallelism(), MOST_DEFAULT_SESSIONS))),
    queue: option('256'),
    'max-body': option('1048576'),
    'max-chars': option('20000'),
    long: option('cut'),
    'stop-seconds': option('30'),
    coverage: option(),
    'teacher-url': option(),
    'teacher-model': option(),
    'teacher-seconds': option('20'),
    'teacher-calls': option('8'),
    bundle: option(),
    help: { type: 'boolean' },
  };
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new UsageError(`${error.message.split('. ')[0]}; --help shows what there is`, { cause: error });
  }
}

const option = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) });

function wholeNumber(name, text, least, most) {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}`);
}

/** An empty key is a mistake, such as a variable that was never filled: it must not open the server. */
function keyIn(env, name) {
  const key = env[name];
  if (key === '') throw new UsageError(`${name} is empty: give it a value, or unset it for no key`);
  return key ?? null;
}
