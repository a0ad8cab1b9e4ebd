/**
 * Serves the model of this bundle over HTTP: OpenAI's chat completions, and `/predict`.
 *
 * Node's own HTTP server, and `../predict.mjs` with its two packages. Run it with `--help`.
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { INSTALL } from '../predict.mjs';
import { createApp } from './app.mjs';
import { listen } from './listen.mjs';
import { createMetrics } from './metrics.mjs';
import { openPool, UnusableModel } from './pool.mjs';

const HELP = `Usage: node server/server.mjs [options]

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
  --bundle DIR        folder of the model (default: the one this server lies in)
  --help              this text

With P2M_SERVER_KEY in the environment, that key is asked for: Authorization: Bearer KEY.
SIGTERM and Ctrl-C stop it: what was accepted is answered first. A second Ctrl-C ends it at once.
Exit codes: 0 stopped, 1 a stop that had to leave requests unanswered, or a bug, 2 bad options or bundle.
`;

/** More sessions than processors only make each other wait; each is a copy of the model in memory. */
const MOST_DEFAULT_SESSIONS = 4;

/** Options or a place that cannot be used: told in one line, exit code 2. */
class UsageError extends Error {
  name = 'UsageError';
}

async function main() {
  const settings = settingsOf(process.argv.slice(2), process.env);
  if (settings === null) return void process.stdout.write(HELP);
  // A signal that comes while the model is loaded is not to be missed.
  const stopped = untilStopped();
  // Whoever read the log may go; those who ask are still answered.
  process.stderr.on('error', () => {});
  const log = (line) => process.stderr.write(`${line}\n`);
  const pool = await openPool({ ...settings, onCrash: (error) => log(error.stack ?? String(error)) });
  const file = settings.file ?? pool.task.ships;
  const metrics = createMetrics({ model: pool.task.name, file });
  let stopping = false;
  const app = createApp({ ...settings, pool, file, metrics, stamp, log, stopping: () => stopping });
  const { port, stop } = await listen(app, settings).catch(async (error) => {
    await pool.close();
    throw unlistenable(error, settings);
  });
  announce(settings, port, `${pool.task.name} (${file}, ${pool.state.sessions} sessions)`);
  await stopped;
  stopping = true;
  const lost = await stop(settings.stopMs);
  await pool.close();
  if (lost > 0) log(`server.mjs: ${lost} requests were not answered in time`);
  process.exitCode = lost > 0 ? 1 : 0;
  if (process.connected) process.disconnect();
}

/** Who answers, and since when: the only clock and the only dice. */
const stamp = (prefix) => ({
  id: `${prefix}-${randomBytes(12).toString('hex')}`,
  created: Math.floor((performance.timeOrigin + performance.now()) / 1000),
});

function announce({ host, key }, port, what) {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  process.stdout.write(`${what} answers on ${url}\n`);
  if (key === null && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    process.stderr.write('Whoever reaches this port is answered: set P2M_SERVER_KEY to ask for a key.\n');
  }
  // A process that started this one with a channel learns where it listens.
  // That it may have gone in this moment is heard as the end of the channel.
  if (process.connected) process.send({ url }, () => {});
}

/** A signal, or the end of the process that started this one with a channel. */
function untilStopped() {
  return new Promise((resolve) => {
    let interrupts = 0;
    process.on('SIGTERM', resolve);
    process.on('disconnect', resolve);
    process.on('SIGINT', () => {
      interrupts += 1;
      if (interrupts > 1) process.exit(130);
      resolve();
    });
  });
}

function settingsOf(args, env) {
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
    key: keyOf(env),
  };
}

function parsedFlags(args) {
  const text = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) });
  const options = {
    host: text('127.0.0.1'),
    port: text('8080'),
    file: text(),
    sessions: text(String(Math.min(availableParallelism(), MOST_DEFAULT_SESSIONS))),
    queue: text('256'),
    'max-body': text('1048576'),
    'max-chars': text('20000'),
    long: text('cut'),
    'stop-seconds': text('30'),
    bundle: text(),
    help: { type: 'boolean' },
  };
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new UsageError(`${error.message.split('. ')[0]}; --help shows what there is`, { cause: error });
  }
}

function wholeNumber(name, text, least, most) {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} is a whole number from ${least} to ${most}`);
}

/** An empty key is a mistake, such as a variable that was never filled: it must not open the server. */
function keyOf({ P2M_SERVER_KEY: key }) {
  if (key === '') throw new UsageError('P2M_SERVER_KEY is empty: give it a value, or unset it to ask for no key');
  return key ?? null;
}

function unlistenable(error, { host, port }) {
  if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(error.code)) return error;
  return new UsageError(`cannot listen on ${host}, port ${port} (${error.code}): try another --port`, { cause: error });
}

/** Tells a foreseen failure in one line; lets a bug show itself. */
function complain(error) {
  if (!(error instanceof UsageError) && !(error instanceof UnusableModel)) throw error;
  const install = error.code === 'ERR_MODULE_NOT_FOUND' ? `; run: ${INSTALL}` : '';
  process.stderr.write(`server.mjs: ${error.message}${install}\n`);
  process.exitCode = 2;
  if (process.connected) process.disconnect();
}

await main().catch(complain);
