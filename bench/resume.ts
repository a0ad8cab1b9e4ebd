import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { createRandom } from '../lib/statistics/random.ts';
import { checkpointCost } from './resume/checkpoint-cost.ts';
import { killedTraining, type Moment } from './resume/killed-training.ts';
import { FAMILIES, STEPS, type TinyFamily, tinyPlan } from './resume/tiny-plan.ts';

const Count = z.coerce.number().int().positive();

/** Longer than a checkpoint takes to write, so that some kills fall into that. */
const LATER_MS = 60;
/** Of the steps; a training is to be killed before it has ended. */
const LAST_SHARE = 0.9;

/**
 * Trainings of two tiny students, each undisturbed and with its process killed at random moments: whether their weights are
 * the same bytes. With `--cost`, also what checkpoints cost in the training of a MiniLM classifier.
 */
export async function benchResume(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const options = { kills: option('10'), seed: option('1'), threads: option('1'), cost: { type: 'boolean' as const } };
  const { values } = parseArgs({ args: [...flags], options });
  const kills = Count.parse(values.kills);
  const threads = Count.parse(values.threads);
  const { python } = readEnvironment({ env: process.env, cwd: process.cwd() });
  const folder = await mkdtemp(join(tmpdir(), 'p2m-resume-'));
  try {
    if (values.cost === true) {
      const cost = await checkpointCost(python, folder, { threads, tell: say });
      return {
        checkpoint_share: cost.share,
        checkpoint_share_with_sending: cost.shareWithSending,
        s_per_checkpoint: cost.secondsPerCheckpoint,
        s_per_step: cost.secondsPerStep,
      };
    }
    const outcomes = [];
    for (const family of FAMILIES) {
      const moments = momentsOf(kills, `resume/${values.seed}/${family}`);
      outcomes.push(await compare(python, join(folder, family), { family, moments, say }));
    }
    return {
      kills: outcomes.reduce((sum, outcome) => sum + outcome.kills, 0),
      same_weights: outcomes.every((outcome) => outcome.same),
      families: outcomes,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const option = (value: string) => ({ type: 'string' as const, default: value });

/** In the order of their steps: later ones are met by later runs. */
function momentsOf(kills: number, seed: string): readonly Moment[] {
  const random = createRandom(seed);
  return Array.from({ length: kills }, () => ({
    step: 1 + random.int(Math.floor(STEPS * LAST_SHARE)),
    laterMs: random.int(LATER_MS),
  })).toSorted((a, b) => a.step - b.step);
}

interface Case {
  readonly family: TinyFamily;
  readonly moments: readonly Moment[];
  readonly say: (line: string) => void;
}

async function compare(python: string, folder: string, { family, moments, say }: Case) {
  const tell = (line: string) => say(`${family}: ${line}`);
  const undisturbed = await killedTraining(python, await tinyPlan(join(folder, 'undisturbed'), family), [], tell);
  tell(`undisturbed: ${undisturbed.sha256 ?? 'failed'}`);
  const killed = await killedTraining(python, await tinyPlan(join(folder, 'killed'), family), moments, tell);
  tell(`killed ${killed.kills} times: ${killed.sha256 ?? 'failed'}`);
  const same = undisturbed.sha256 !== null && undisturbed.sha256 === killed.sha256;
  return { family, same, kills: killed.kills, resumed_from: killed.resumedFrom };
}
