import { join } from 'node:path';
import { log } from '@temporalio/activity';
import type { GpuActivities, ProposeTrialsInput } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { ProposedTrialsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { studentRows } from '../lib/student/student-rows.ts';
import { hasOneLabel, studentTask } from '../lib/student/student-task.ts';
import type { ProposalPlan } from '../contracts/training-plan.ts';
import { readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { planTraining } from '../lib/trainer/plan-training.ts';
import { followTrainer } from './follow-trainer.ts';
import { inScratch } from './in-scratch.ts';
import type { GpuPorts } from './ports.ts';

/** Settings for further trials, by what the finished ones came to. The same trials and seed give the same proposals. */
export const createProposeTrials =
  (ports: GpuPorts): GpuActivities['proposeTrials'] =>
  async (input) => {
    const [config, spec, train] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
      readRows(ports.store, input.train, Example),
    ]);
    const { candidate, finished, count } = input;
    const rows = studentRows(train, spec);
    const { settings } = planTraining({
      candidate,
      oneLabel: hasOneLabel(spec),
      rows,
      steps: config.train.steps,
      cores: ports.threads,
      changes: {},
    });
    const key = {
      stage: 'propose-trials',
      stageVersion: ports.trainerVersion,
      inputs: { candidate, ...studentTask(spec), settings, finished, count, seed: config.seed },
    };
    const { result, record } = await finishOnce(ports.store, key, input.build, ProposedTrialsResult, () =>
      inScratch(ports.scratch, async (folder) => ({
        result: await propose(ports, input, { spec, settings, seed: config.seed }, folder),
        complete: true,
      })),
    );
    return { ...result, record };
  };

async function propose(
  ports: GpuPorts,
  { candidate, finished, count }: ProposeTrialsInput,
  { spec, settings, seed }: Pick<ProposalPlan, 'settings' | 'seed'> & { readonly spec: TaskSpec },
  folder: string,
) {
  const plan: ProposalPlan = {
    version: 1,
    task: 'propose',
    threads: 1,
    seed,
    family: candidate.family,
    oneLabel: hasOneLabel(spec),
    settings,
    finished: [...finished],
    count,
  };
  const run = (signal: AbortSignal) =>
    ports.runTrainer({
      plan,
      planFile: join(folder, 'plan.json'),
      signal,
      onLog: (line) => log.debug('trainer', { line }),
    });
  for await (const event of followTrainer(run, () => null)) {
    if (event.event !== 'proposed') continue;
    const trials = event.trials.map(({ number, changes }) => ({ candidate, number, changes }));
    return { trials, importances: event.importances };
  }
  throw new Error('the trainer ended without a proposal');
}
