import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { IN_FLIGHT, LATENCY_MS } from './teacher/workload.ts';

const Measured = z.object({ seconds: z.number().positive(), cpuMs: z.number().positive() });
type Measured = z.infer<typeof Measured>;

/**
 * The engine against the bare `openai` client, on an endpoint of its own that answers after 50 ms; 64 calls in flight.
 * Rounds of both take turns, each in a process of its own; medians are given. The journal writes to a temporary folder and
 * ships to a store in memory.
 */
export async function benchTeacher(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const { values } = parseArgs({
    args: [...flags],
    options: { calls: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
  });
  const calls = z.coerce.number().int().positive().parse(values.calls);
  const rounds = z.coerce.number().int().positive().parse(values.rounds);
  const endpoint = start('endpoint', []);
  try {
    const port = await firstLine(endpoint);
    const engine: Measured[] = [];
    const bare: Measured[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bare.push(await measure('bare', port, calls));
      engine.push(await measure('engine', port, calls));
      say(
        `round ${round} of ${rounds}: bare client ${rateOf(bare, calls)} calls/s, engine ${rateOf(engine, calls)} calls/s`,
      );
    }
    return figuresOf(engine, bare, calls);
  } finally {
    endpoint.kill();
  }
}

function figuresOf(
  engine: readonly Measured[],
  bare: readonly Measured[],
  calls: number,
): Readonly<Record<string, number>> {
  const rate = calls / median(engine.map(({ seconds }) => seconds));
  const bareRate = calls / median(bare.map(({ seconds }) => seconds));
  const ideal = (IN_FLIGHT * 1000) / LATENCY_MS;
  return {
    ratio_of_ideal: rounded(rate / ideal),
    ratio_of_bare_client: rounded(rate / bareRate),
    calls_per_s: rounded(rate),
    cpu_ms_per_call: rounded(median(engine.map(({ cpuMs }) => cpuMs)) / calls),
    bare_calls_per_s: rounded(bareRate),
    bare_ratio_of_ideal: rounded(bareRate / ideal),
    bare_cpu_ms_per_call: rounded(median(bare.map(({ cpuMs }) => cpuMs)) / calls),
  };
}

function start(part: 'endpoint' | 'bare' | 'engine', args: readonly string[]): ReturnType<typeof spawnPart> {
  return spawnPart(fileURLToPath(new URL(`./teacher/${part}.ts`, import.meta.url)), args);
}

const spawnPart = (file: string, args: readonly string[]) =>
  spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

async function measure(side: 'bare' | 'engine', port: string, calls: number): Promise<Measured> {
  const child = start(side, [port, String(calls)]);
  const exit = once(child, 'exit');
  const line = await firstLine(child);
  await exit;
  return Measured.parse(JSON.parse(line));
}

async function firstLine(child: ReturnType<typeof spawnPart>): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${child.spawnargs.join(' ')} ended without a word`);
}

const rateOf = (measured: readonly Measured[], calls: number): number =>
  Math.round(calls / (measured.at(-1)?.seconds ?? Number.NaN));

const rounded = (value: number): number => Number(value.toPrecision(4));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
