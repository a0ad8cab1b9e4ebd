import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { TrainingPlan } from '../contracts/training-plan.ts';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { classifierPlan } from './training/classifier-plan.ts';
import { madeRows, type RowLengths } from './training/made-rows.ts';
import { startOurTrainer } from './training/our-trainer.ts';
import { startStepping, type Stepping } from './training/stepping.ts';
import { takeTurns } from './training/take-turns.ts';

const Count = z.coerce.number().int().positive();

const THEIRS = join(import.meta.dirname, 'training', 'transformers_trainer.py');

/** Sixteen batches, as many as our trainer sorts together. */
const MIXED = { count: 256, lengths: { least: 8, most: 128 } };
/** Fewer: they only compare what a step costs. */
const EQUAL = { count: 128, lengths: { least: 48, most: 48 } };

/**
 * Rows per second of our trainer against `transformers.Trainer` with its defaults: a MiniLM classifier, the same rows, batch
 * size, rates and threads; an epoch of each, in two processes that take turns step by step. Loading and tokenizing are not
 * counted, nor what our trainer does after the last step.
 */
export async function benchTraining(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const options = { threads: option('1'), most: option(String(MIXED.lengths.most)) };
  const { values } = parseArgs({ args: [...flags], options });
  const threads = Count.parse(values.threads);
  const { python } = readEnvironment({ env: process.env, cwd: process.cwd() });
  const folder = await mkdtemp(join(tmpdir(), 'p2m-training-'));
  const race = async (name: string, count: number, lengths: RowLengths) => {
    const plan = await planOf(join(folder, name), count, lengths, threads);
    return await raceOn(name, { python, plan, count, say });
  };
  try {
    const equal = await race('equal', EQUAL.count, EQUAL.lengths);
    const mixed = await race('mixed', MIXED.count, { ...MIXED.lengths, most: Count.parse(values.most) });
    return {
      ratio: rounded(mixed.ours / mixed.theirs),
      examples_per_s: rounded(mixed.ours),
      trainer_examples_per_s: rounded(mixed.theirs),
      ratio_equal_length: rounded(equal.ours / equal.theirs),
      equal_length_examples_per_s: rounded(equal.ours),
      threads,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const option = (value: string) => ({ type: 'string' as const, default: value });

const planOf = (folder: string, count: number, lengths: RowLengths, threads: number): Promise<TrainingPlan> =>
  classifierPlan(folder, {
    rows: madeRows(count, lengths, `training/${lengths.most}`),
    threads,
    settings: { epochs: 1, evaluateEverySteps: 10_000, checkpointEverySteps: 10_000, averageFrom: null },
  });

interface Race {
  readonly python: string;
  readonly plan: TrainingPlan;
  readonly count: number;
  readonly say: (line: string) => void;
}

/** Rows per second of both. */
async function raceOn(
  name: string,
  { python, plan, count, say }: Race,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const [ours, theirs] = await Promise.all([startOurTrainer(python, plan), startTheirs(python, plan)]);
  const seconds = await takeTurns(ours, theirs, (step) => say(`${name}: step ${step}`));
  const rates = { ours: count / seconds.first, theirs: count / seconds.second };
  say(`${name}: ours ${rates.ours.toFixed(1)} rows/s, theirs ${rates.theirs.toFixed(1)} rows/s`);
  return rates;
}

async function startTheirs(python: string, plan: TrainingPlan): Promise<Stepping> {
  const file = join(dirname(plan.output), 'their-plan.json');
  await writeFile(file, JSON.stringify(plan));
  return await startStepping(python, [THEIRS, file], {
    line: (line) => (line === 'began' || line === 'stepped' ? line : 'other'),
  });
}

const rounded = (value: number): number => Number(value.toPrecision(4));
