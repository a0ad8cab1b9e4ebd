import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { serveBundle } from '../test/support/bundle-server.ts';
import { sendFuzzed } from '../test/support/send-fuzzed.ts';
import { tinyModels } from '../test/support/tiny-model/tiny-model.ts';

const Count = z.coerce.number().int().positive();
const Bare = z.object({ seconds: z.number().positive() });
const Load = Bare.extend({ asked: z.number(), lost: z.number(), p50: z.number(), p99: z.number() });
type Load = z.infer<typeof Load>;
const Task = z.object({ name: z.string(), fields: z.array(z.string()).nullable() });

/** Connections per session: one is answered while another is on its way, and no queue grows. */
const PER_SESSION = 2;
const ROUNDS = 3;
const TEXT = 'My parcel never came, and nobody answers the telephone.';

/**
 * The server of a bundle on loopback, against its predict.mjs in a loop, in as many processes as the server has
 * sessions. Rounds of both take turns; medians are given. Then a stop under load, and fuzzed bodies.
 */
export async function benchServe(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const options = { bundle: option(''), requests: option('2000'), sessions: option('1'), fuzz: option('10000') };
  const { values } = parseArgs({ args: [...flags], options });
  const bundle = values.bundle === '' ? join(await tinyModels(), 'labels') : values.bundle;
  const [count, sessions, fuzz] = [values.requests, values.sessions, values.fuzz].map((value) => Count.parse(value));
  if (count === undefined || sessions === undefined || fuzz === undefined) throw new Error('a count is missing');
  const task = Task.parse(JSON.parse(await readFile(join(bundle, 'task.json'), 'utf8')));
  const input = task.fields === null ? TEXT : Object.fromEntries(task.fields.map((field) => [field, TEXT]));
  const speed = await speedOf(bundle, input, { count, sessions }, say);
  const lost = await lostAtStop(bundle, input, sessions);
  say(`lost at stop: ${lost}`);
  const server = await serveBundle(bundle, ['--sessions', String(sessions)]);
  const fuzzed = await sendFuzzed(server.url, { model: task.name, input, count: fuzz, seed: 1 });
  await server.stop();
  say(`fuzzed bodies by status: ${JSON.stringify(fuzzed.statuses)}${fuzzed.bad.slice(0, 3).join('\n')}`);
  return { ...speed, lost_at_stop: lost, fuzz_5xx: fuzzed.bad.length };
}

async function speedOf(
  bundle: string,
  input: unknown,
  { count, sessions }: { count: number; sessions: number },
  say: (line: string) => void,
) {
  const server = await serveBundle(bundle, ['--sessions', String(sessions)]);
  const bare: number[] = [];
  const served: Load[] = [];
  await load(server.url, input, PER_SESSION * sessions, 200).ended;
  for (let round = 1; round <= ROUNDS; round += 1) {
    bare.push(await bareRate(bundle, input, count, sessions));
    served.push(await load(server.url, input, PER_SESSION * sessions, count).ended);
    const rate = served.slice(-1).map(rateOf)[0] ?? Number.NaN;
    say(`round ${round} of ${ROUNDS}: bare ${Math.round(bare.at(-1) ?? Number.NaN)}/s, served ${Math.round(rate)}/s`);
  }
  await server.stop();
  const rate = median(served.map(rateOf));
  return {
    requests_per_s: rounded(rate),
    p50_ms: rounded(median(served.map(({ p50 }) => p50))),
    p99_ms: rounded(median(served.map(({ p99 }) => p99))),
    ratio_to_bare: rounded(rate / median(bare)),
    bare_per_s: rounded(median(bare)),
    sessions,
  };
}

const option = (value: string) => ({ type: 'string' as const, default: value });

/** Requests that began before the stop, or on a connection kept alive after it, and met no answer. */
async function lostAtStop(bundle: string, input: unknown, sessions: number): Promise<number> {
  const server = await serveBundle(bundle, ['--sessions', String(sessions)]);
  const { begun, ended } = load(server.url, input, 16, 0);
  await begun;
  await pause(1500);
  const { code } = await server.stop();
  const { lost, asked } = await ended;
  if (code !== 0 || asked < 100) throw new Error(`the server ended with ${String(code)} after ${asked} requests`);
  return lost;
}

/** Answers per second of so many loops together. */
async function bareRate(bundle: string, input: unknown, count: number, loops: number): Promise<number> {
  const script = join(import.meta.dirname, 'serve', 'bare.mjs');
  const share = String(Math.ceil(count / loops));
  const args = [script, bundle, JSON.stringify(input), share];
  const seconds = await Promise.all(
    Array.from({ length: loops }, async () => Bare.parse(JSON.parse((await lastLine(args).ended) ?? '')).seconds),
  );
  return seconds.reduce((sum, one) => sum + Number(share) / one, 0);
}

function load(url: string, input: unknown, connections: number, count: number) {
  const script = join(import.meta.dirname, 'serve', 'load.ts');
  const line = lastLine(['--import', 'tsx', script, url, JSON.stringify(input), String(connections), String(count)]);
  return { begun: line.begun, ended: line.ended.then((text) => Load.parse(JSON.parse(text ?? ''))) };
}

/** A Node process; `begun` settles with its first line of output. */
function lastLine(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let last: string | undefined;
  lines.on('line', (line) => {
    last = line;
  });
  return { begun: once(lines, 'line'), ended: once(lines, 'close').then(() => last) };
}

const rateOf = ({ asked, seconds }: Load): number => asked / seconds;

const rounded = (value: number): number => Number(value.toPrecision(4));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
