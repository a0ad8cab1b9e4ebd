import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { startAnswering } from './inference/answering.ts';
import { makeBundle } from './inference/make-bundle.ts';
import { madeRows } from './training/made-rows.ts';

const Count = z.coerce.number().int().positive();

const TEXTS = madeRows(10, { least: 8, most: 48 }, 'inference/texts').map(({ text }) => text);

/**
 * Milliseconds from a text to its label, one text at a time: predict.mjs with the int8 file, predict.py with the same file,
 * and the fp32 weights in torch; tokenizing is part of all three. A MiniLM classifier that our trainer made. The three take
 * turns in short rounds: a ratio is the middle one of the rounds' ratios, so that what slows a round slows both its sides.
 */
export async function benchInference(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const options = { rounds: option('60'), threads: option('1') };
  const { values } = parseArgs({ args: [...flags], options });
  const rounds = Count.parse(values.rounds);
  const threads = Count.parse(values.threads);
  const { python } = readEnvironment({ env: process.env, cwd: process.cwd() });
  const folder = await mkdtemp(join(tmpdir(), 'p2m-inference-'));
  try {
    const bundle = await makeBundle(python, folder);
    say('trained and exported');
    const texts = join(folder, 'texts.json');
    await writeFile(texts, JSON.stringify(TEXTS));
    const times = await timesOf({ python, bundle, texts, rounds, threads }, say);
    const ratios = (above: Who, below: Who) =>
      times[above].map((each, round) => median(each) / median(times[below][round] ?? []));
    return {
      ratio_to_python: rounded(median(ratios('ours', 'python'))),
      speedup_over_torch: rounded(median(ratios('torch', 'ours'))),
      p50_ms: rounded(median(times.ours.flat())),
      python_p50_ms: rounded(median(times.python.flat())),
      torch_p50_ms: rounded(median(times.torch.flat())),
      threads,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const option = (value: string) => ({ type: 'string' as const, default: value });

interface Places {
  readonly python: string;
  readonly bundle: string;
  readonly texts: string;
  readonly rounds: number;
  readonly threads: number;
}

const WHO = ['ours', 'python', 'torch'] as const;
type Who = (typeof WHO)[number];

/** Milliseconds of each answer, by round. */
type Times = Readonly<Record<Who, (readonly number[])[]>>;

const script = (name: string) => join(import.meta.dirname, 'inference', name);

async function timesOf(
  { python, bundle, texts, rounds, threads }: Places,
  say: (line: string) => void,
): Promise<Times> {
  const facts = [bundle, texts, String(threads)];
  const answering = {
    ours: await startAnswering(process.execPath, [script('answer.mjs'), ...facts]),
    python: await startAnswering(python, [script('answer.py'), 'onnxruntime', ...facts]),
    torch: await startAnswering(python, [script('answer.py'), 'torch', ...facts]),
  };
  const times: Times = { ours: [], python: [], torch: [] };
  for (let round = 1; round <= rounds; round += 1) {
    // Each comes after each other one as often: the caches it finds are not always the same neighbour's.
    for (const who of round % 2 === 1 ? WHO : WHO.toReversed()) times[who].push(await answering[who].round());
    const now = WHO.map((who) => `${who} ${median(times[who].at(-1) ?? []).toFixed(2)} ms`);
    if (round % 10 === 0) say(`round ${round} of ${rounds}: ${now.join(', ')}`);
  }
  for (const who of WHO) answering[who].end();
  return times;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
