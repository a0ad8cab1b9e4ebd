import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TrainingPlan } from '../../contracts/training-plan.ts';
import { saveCheckpoint } from '../../lib/store/checkpoints.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { classifierPlan } from '../training/classifier-plan.ts';
import { madeRows } from '../training/made-rows.ts';
import { startOurTrainer } from '../training/our-trainer.ts';

/** Steps between two checkpoints here; the share is then told for as many as a build has between two. */
const EVERY = 6;
const STEPS = 3 * EVERY + 1;

export interface CheckpointCost {
  /** What training stands still for, of its time without checkpoints, at the steps between two that a build has. */
  readonly share: number;
  /** The same with reading and hashing, as if training stood still for these too: it does not where a core is free. */
  readonly shareWithSending: number;
  readonly secondsPerCheckpoint: number;
  readonly secondsPerStep: number;
}

/**
 * What checkpoints of a MiniLM classifier cost: two trainings take turns, one of which writes checkpoints that are read,
 * hashed and given to a store while it goes on, as a build does. The store throws them away: a real one is reached over a
 * network.
 */
export async function checkpointCost(
  python: string,
  folder: string,
  { threads, tell }: { readonly threads: number; readonly tell: (line: string) => void },
): Promise<CheckpointCost> {
  const rows = madeRows(STEPS * 16, { least: 24, most: 24 }, 'checkpoints');
  const plan = (name: string, checkpointEverySteps: number) =>
    classifierPlan(join(folder, name), {
      rows,
      threads,
      settings: { checkpointEverySteps, epochs: 1, averageFrom: 0, evaluateEverySteps: EVERY, patience: null },
    });
  const [bare, kept] = [await plan('bare', 10 ** 6), await plan('kept', EVERY)];
  const { without, extra, sending, checkpoints } = await inTurns(python, { bare, kept }, tell);
  const every = (await asPlanned(folder)).settings.checkpointEverySteps;
  const [secondsPerStep, secondsPerCheckpoint] = [without / STEPS, extra / checkpoints];
  const between = every * secondsPerStep;
  return {
    share: secondsPerCheckpoint / between,
    shareWithSending: (secondsPerCheckpoint + sending / checkpoints) / between,
    secondsPerCheckpoint,
    secondsPerStep,
  };
}

/** The settings that a build would have. */
const asPlanned = (folder: string): Promise<TrainingPlan> =>
  classifierPlan(join(folder, 'planned'), {
    rows: madeRows(800, { least: 24, most: 24 }, 'planned'),
    threads: 1,
    settings: {},
  });

async function inTurns(
  python: string,
  { bare, kept }: { readonly bare: TrainingPlan; readonly kept: TrainingPlan },
  tell: (line: string) => void,
): Promise<Readonly<Record<'without' | 'extra' | 'sending' | 'checkpoints', number>>> {
  let shipping: Promise<unknown> = Promise.resolve();
  let checkpoints = 0;
  const [first, second] = await Promise.all([
    startOurTrainer(python, bare),
    startOurTrainer(python, kept, (event) => {
      if (event.event !== 'checkpoint') return;
      checkpoints += 1;
      shipping = saveCheckpoint(createSink(), 'bench', event.step, event.folder);
    }),
  ]);
  try {
    let [without, withThem, sending] = [0, 0, 0];
    for (let step = 1; step <= STEPS; step += 1) {
      without += (await first.step()) ?? Number.NaN;
      withThem += (await second.step()) ?? Number.NaN;
      // What is not sent by the end of the step would be sent in the other's turn.
      const held = performance.now();
      await shipping;
      sending += (performance.now() - held) / 1000;
      tell(`step ${step} of ${STEPS}: ${without.toFixed(1)} s without checkpoints, ${withThem.toFixed(1)} s with them`);
    }
    return { without, extra: withThem - without, sending, checkpoints };
  } finally {
    first.kill();
    second.kill();
  }
}

/** Takes everything, keeps nothing. */
const createSink = (): ObjectStore => ({
  put: async (_key, body) => {
    if ('file' in body) await pipeline(createReadStream(body.file), drain);
    return 'stored';
  },
  get: async () => null,
  list: async () => [],
  remove: async () => {},
  uri: (key) => `s3://nowhere/${key}`,
});

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}
