import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { TrainerEvent } from '../../contracts/trainer-event.ts';
import type { TrainingPlan } from '../../contracts/training-plan.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** When a training is killed: so long after it has told of a step. */
export interface Moment {
  readonly step: number;
  readonly laterMs: number;
}

export interface Killed {
  /** Of the final weights; null where the training failed. */
  readonly sha256: string | null;
  readonly kills: number;
  /** Step of the checkpoint that each later run went on from; 0: from the start. */
  readonly resumedFrom: readonly number[];
}

/**
 * Trains with the process killed (SIGKILL) at each of the moments, one after another, and started again from the newest
 * checkpoint that is whole; then to the end.
 */
export async function killedTraining(
  python: string,
  plan: TrainingPlan,
  moments: readonly Moment[],
  tell: (line: string) => void,
): Promise<Killed> {
  const resumedFrom: number[] = [];
  for (const moment of moments) {
    const step = await newestCheckpoint(plan);
    if ((await runUntil(python, resumed(plan, step), moment)) !== 'killed') break;
    const next = await newestCheckpoint(plan);
    resumedFrom.push(next);
    tell(`killed ${moment.laterMs} ms after step ${moment.step}: on from ${next}`);
  }
  const end = await runUntil(python, resumed(plan, await newestCheckpoint(plan)), null);
  return { kills: resumedFrom.length, resumedFrom, sha256: end === 'trained' ? await weightsOf(plan) : null };
}

async function runUntil(
  python: string,
  plan: TrainingPlan,
  moment: Moment | null,
): Promise<'killed' | 'trained' | 'failed'> {
  const file = join(dirname(plan.output), 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  const child = spawn(python, ['-m', 'trainer', file], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  let late: Promise<void> | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = TrainerEvent.parse(JSON.parse(line));
    if (moment !== null && event.event === 'step' && event.step >= moment.step) late ??= killLater(child, moment);
  }
  const [code, signal] = await ended;
  await late;
  if (signal === 'SIGKILL') return 'killed';
  return code === 0 ? 'trained' : 'failed';
}

async function killLater(child: ChildProcess, { laterMs }: Moment): Promise<void> {
  await pause(laterMs);
  child.kill('SIGKILL');
}

/** Its step; 0 where none is whole. One that was being written has another name. */
async function newestCheckpoint({ checkpoints }: TrainingPlan): Promise<number> {
  const names = await readdir(checkpoints).catch(() => []);
  return Math.max(0, ...names.filter((name) => /^\d+$/.test(name)).map(Number));
}

const resumed = (plan: TrainingPlan, step: number): TrainingPlan => ({
  ...plan,
  resumeFrom: step === 0 ? null : join(plan.checkpoints, String(step)),
});

const weightsOf = async ({ output }: TrainingPlan): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(output, 'model.safetensors')))
    .digest('hex');
