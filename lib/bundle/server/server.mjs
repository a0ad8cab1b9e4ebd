/**
 * Serves the model of this bundle over HTTP: OpenAI's chat completions, and `/predict`.
 *
 * Node's own HTTP server, and `../predict.mjs` with its two packages. Run it with `--help`.
 */
import { randomBytes } from 'node:crypto';
import { INSTALL } from '../predict.mjs';
import { createApp } from './app.mjs';
import { listen } from './listen.mjs';
import { createMetrics } from './metrics.mjs';
import { openPool, UnusableModel } from './pool.mjs';
import { HELP, settingsOf, UsageError } from './settings.mjs';

async function main() {
  const settings = settingsOf(process.argv.slice(2), process.env);
  if (settings === null) process.stdout.write(HELP);
  else await serve(settings);
}

async function serve(settings) {
  // A signal that comes while the model is loaded is not to be missed.
  const stopped = untilStopped();
  // Whoever read what is said here may go; those who ask are still answered.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const pool = await openPool({ ...settings, onCrash: (error) => log(error.stack ?? String(error)) });
  const file = settings.file ?? pool.task.ships;
  const metrics = createMetrics({ model: pool.task.name, file });
  const teacher = await teacherBehind(settings, pool, metrics).catch(async (error) => {
    await pool.close();
    throw error;
  });
  let stopping = false;
  const app = createApp({ ...settings, pool, file, metrics, teacher, stamp, log, stopping: () => stopping });
  const { port, stop } = await listen(app, settings).catch(async (error) => {
    await pool.close();
    throw unlistenable(error, settings);
  });
  announce(settings, port, `${pool.task.name} (${file}, sessions: ${pool.state.sessions})`);
  await stopped;
  stopping = true;
  const lost = await stop(settings.stopMs);
  await pool.close();
  if (lost > 0) log(`server.mjs: ${lost} requests were not answered in time`);
  process.exitCode = lost > 0 ? 1 : 0;
  if (process.connected) process.disconnect();
}

/** Null where the settings name none. */
async function teacherBehind({ teacher, folder }, { task }, metrics) {
  if (teacher === null) return null;
  // What could send an input elsewhere is not even loaded unless it is asked for.
  const { openTeacher } = await import('./teacher.mjs');
  return openTeacher({ ...teacher, folder, task, onAsked: metrics.asked, log });
}

const log = (line) => process.stderr.write(`${line}\n`);

/** Who answers, and since when: the only clock and the only dice. */
const stamp = (prefix) => ({
  id: `${prefix}-${randomBytes(12).toString('hex')}`,
  created: Math.floor((performance.timeOrigin + performance.now()) / 1000),
});

function announce({ host, key, teacher }, port, what) {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  process.stdout.write(`${what} answers on ${url}\n`);
  if (key === null && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    process.stderr.write('Whoever reaches this port is answered: set P2M_SERVER_KEY to ask for a key.\n');
  }
  if (teacher !== null) {
    process.stderr.write(`What the model abstains on is sent to ${new URL(teacher.url).host}, for ${teacher.model}.\n`);
  }
  // Who started this process with a channel learns where it listens; that they have gone is heard as the channel's end.
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
      // Ended by the signal itself: an orderly exit would have to wait for predictions.
      if (interrupts > 1) process.removeAllListeners('SIGINT').kill(process.pid, 'SIGINT');
      resolve();
    });
  });
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
