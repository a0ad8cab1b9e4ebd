import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Queue } from '../../contracts/names.ts';
import { readJson } from '../../lib/store/blobs.ts';
import type { CpuActivities } from '../../contracts/activities.ts';
import { ArtifactRef } from '../../contracts/artifact.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { RunningTeacher } from '../../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { type BuildInPlace, type EndedActivity, submitBuild } from './build-in-place.ts';
import { lostAnswers } from './lost-answers.ts';
import type { Place } from './place.ts';
import { queueOf } from './queue-of.ts';

/** Between two looks at the build. */
const LOOK_MS = 15;

/** What a worker had in hand when it was killed. */
interface Hit {
  readonly activity: string;
  readonly id: string;
  /** Last checkpoint that its heartbeat named. */
  readonly checkpoint: number | null;
  /** Manifests that stood in the store when the worker was dead, before another one started. */
  readonly manifests: ReadonlySet<string>;
}

export interface KilledOnce {
  readonly activity: string;
  /** Attempts that it took in the end. */
  readonly attempts: number;
  /** Its manifest was not in the store when its worker was dead: what followed is no taking over of a finished one. */
  readonly unfinished_at_kill: boolean;
  /** For a training: the step of the last checkpoint known at the kill, and the one it went on from. */
  readonly checkpoint?: number;
  readonly resumed_from?: number;
}

export interface KillsOfEach {
  /** Of the bundle in the end. */
  readonly hash: string;
  readonly killed: readonly KilledOnce[];
  readonly workflow_kills: readonly string[];
  readonly in_flight: number;
}

/**
 * Follows one build and kills (-9) the worker of each kind of activity while it runs one, trainings once more after their
 * first checkpoint; the workflow worker once in each stage.
 */
export async function killEach(
  place: Place,
  teacher: Pick<RunningTeacher, 'underWay' | 'stats'>,
  say: (line: string) => void,
): Promise<KillsOfEach> {
  const build = await submitBuild(place);
  const hits: Hit[] = [];
  const known = new Set<string>();
  const stages = new Set<string>();
  let inFlight = 0;
  try {
    for (;;) {
      const { execution, stage, awaitsReview, pending } = await build.glance();
      if (execution !== 'RUNNING') break;
      const running = pending.filter((one) => one.running && one.attempt >= 1);
      const fresh = running.filter(
        (one) => !known.has(nameOf(one)) && (!asksTeacher(one.activity) || teacher.underWay() > 0),
      );
      const [first] = fresh;
      const queues = new Set<Queue>();
      if (first !== undefined) queues.add(queueOf(first.activity));
      if (stage !== '' && !stages.has(stage) && (first !== undefined || awaitsReview)) queues.add('workflow');
      if (queues.size > 0) {
        const before = inFlight;
        await Promise.all([...queues].map((queue) => place.killWorker(queue)));
        if (queues.has('cpu')) inFlight = await lostAnswers(place, teacher);
        const manifests = await manifestsIn(build);
        if (queues.has('workflow')) stages.add(stage);
        for (const one of running.filter(({ activity }) => queues.has(queueOf(activity)))) {
          if (!known.has(nameOf(one)))
            hits.push({ activity: nameOf(one), id: one.id, checkpoint: checkpointOf(one.heartbeat), manifests });
          known.add(nameOf(one));
        }
        say(
          `${stage}: killed ${[...queues].join(' and ')} in ${first?.activity ?? 'the review'}, ${inFlight - before} calls under way`,
        );
        await Promise.all([...queues].map((queue) => place.startWorker(queue)));
      }
      if (awaitsReview) await build.review();
      await sleep(LOOK_MS);
    }
    const ended = new Map((await build.ended()).map((one) => [one.id, one]));
    const killed: KilledOnce[] = [];
    for (const hit of hits) killed.push(await outcomeOf(hit, ended.get(hit.id), build.store));
    return { hash: await build.bundleHash(), killed, workflow_kills: [...stages], in_flight: inFlight };
  } finally {
    await build.close();
  }
}

const ASKING: ReadonlySet<string> = new Set<keyof CpuActivities>([
  'parseTask',
  'rankDatasets',
  'proposeAttributes',
  'pilotTeacher',
  'writeInputs',
  'labelInputs',
]);

/** Of those that ask the teacher the worker is killed with calls on their way. */
const asksTeacher = (activity: string): boolean => ASKING.has(activity);

/** A training under way counts a second time when it has a checkpoint to go on from. */
const nameOf = ({ activity, heartbeat }: { readonly activity: string; readonly heartbeat: unknown }): string =>
  checkpointOf(heartbeat) === null ? activity : `${activity}, from a checkpoint`;

const Beat = z.looseObject({ checkpoint: z.number().nullable() });

const checkpointOf = (heartbeat: unknown): number | null => {
  const beat = Beat.safeParse(heartbeat);
  return beat.success ? beat.data.checkpoint : null;
};

const manifestsIn = async ({ store, buildId }: BuildInPlace): Promise<ReadonlySet<string>> =>
  new Set([...(await store.list('stages/')), ...(await store.list(`builds/${buildId}/stages/`))].map(({ key }) => key));

const Trained = z.looseObject({ training: ArtifactRef });
const Summary = z.looseObject({ resumedFromStep: z.number() });

async function outcomeOf(hit: Hit, ended: EndedActivity | undefined, store: ObjectStore): Promise<KilledOnce> {
  const { activity, checkpoint, manifests } = hit;
  const manifest = ended?.manifest ?? null;
  const trained = Trained.safeParse(ended?.result);
  const told = {
    activity,
    attempts: ended?.attempts ?? 0,
    unfinished_at_kill: manifest === null || !manifests.has(manifest),
  };
  if (checkpoint === null || !trained.success) return told;
  return { ...told, checkpoint, resumed_from: await resumedFrom(store, trained.data.training) };
}

const resumedFrom = async (store: ObjectStore, training: ArtifactRef): Promise<number> =>
  (await readJson(store, training, Summary)).resumedFromStep;
