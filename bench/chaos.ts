import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SIMULATED_MODEL } from '../infra/local/simulated-teacher/simulated-teacher.ts';
import {
  type RunningTeacher,
  startSimulatedTeacher,
} from '../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { createRandom } from '../lib/statistics/random.ts';
import { type AttachedClient, attachClient } from './chaos/attached-client.ts';
import { submitBuild } from './chaos/build-in-place.ts';
import { cancelEach, endOf } from './chaos/cancel-each.ts';
import { killEach } from './chaos/kill-each.ts';
import { openPlace, type Place, type PlaceOptions } from './chaos/place.ts';
import { type Kill, underFire, VICTIMS } from './chaos/random-kills.ts';

/** Answers take as long as a large model's, so that generation is long enough for kills to find calls on their way. */
const LATENCY_MS = 2_000;
/** Work of milliseconds takes long enough to be met while it runs. */
const STORE_DELAY_MS = 60;

type Say = (line: string) => void;
type Figures = Readonly<Record<string, unknown>>;

/**
 * The small example twice, from nothing each time: undisturbed, and disturbed. The simulated teacher answers a request the
 * same each time it comes. Without a flag its processes are killed (-9) and its servers stopped and started at random
 * moments of a printed seed; with `--each` the worker of every kind of activity is killed while it runs one; with
 * `--cancel` it is submitted again and again and cancelled in each of them, and then left to end.
 */
export async function benchChaos(flags: readonly string[], say: Say): Promise<Figures> {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      kills: { type: 'string', default: '12' },
      seed: { type: 'string', default: `${Date.now() % 100_000}` },
      each: { type: 'boolean', default: false },
      cancel: { type: 'boolean', default: false },
    },
  });
  if (values.each) return await benchEach(say);
  if (values.cancel) return await benchCancel(say);
  return await benchRandom(z.coerce.number().int().positive().parse(values.kills), values.seed, say);
}

/**
 * @returns `same_bundle`: both runs gave the same bundle hash; `repeated_calls`: requests that were answered again after a
 *   good answer, `in_flight`: those that were under way at the kills of their worker, summed: paid and in no journal
 */
async function benchRandom(kills: number, seed: string, say: Say): Promise<Figures> {
  say(`seed ${seed}: ${kills} kills`);
  const options = { retrieve: 'none', storeDelayMs: 0 } as const;
  const calm = await attached(options, say, async (_place, client) => client.done);
  say(`undisturbed: ${calm.result.bundleHash ?? calm.result.state} in ${calm.seconds} s`);
  const random = createRandom(`chaos/${seed}`);
  const log: Kill[] = [];
  const wild = await attached(options, say, (place, client, teacher) =>
    underFire({ place, client, teacher, random, kills, everyMs: (1000 * calm.seconds) / kills, say, log }),
  );
  const inFlight = log.at(-1)?.lost ?? 0;
  say(`under fire: ${wild.result.bundleHash ?? wild.result.state} in ${wild.seconds} s`);
  return {
    kills: log.length,
    same_bundle: calm.result.bundleHash !== undefined && calm.result.bundleHash === wild.result.bundleHash,
    repeated_calls: wild.repeated,
    in_flight: inFlight,
    never_more_repeated_than_in_flight:
      wild.repeated <= inFlight && log.every((kill) => kill.repeatedBefore <= kill.lostBefore),
    seed,
    seconds_calm: calm.seconds,
    seconds_under_fire: wild.seconds,
    ...Object.fromEntries(
      VICTIMS.map((victim) => [`kills_${victim}`, log.filter((one) => one.victim === victim).length]),
    ),
  };
}

/** @returns `unfinished_at_kill`: of none that was killed a finished manifest was there; `each`: one line per kill */
async function benchEach(say: Say): Promise<Figures> {
  const options = { retrieve: 'ask', storeDelayMs: STORE_DELAY_MS } as const;
  const calm = await inPlace(options, say, (place) => leftAlone(place));
  say(`undisturbed: ${calm.result.hash} in ${calm.seconds} s, ${calm.result.activities.length} kinds of activity`);
  const wild = await inPlace(options, say, (place, teacher) => killEach(place, teacher, say));
  const { hash, killed, workflow_kills, in_flight } = wild.result;
  const met = new Set(killed.map(({ activity }) => activity));
  return {
    kills: killed.length,
    not_met: calm.result.activities.filter((activity) => !met.has(activity)),
    workflow_kills: workflow_kills.length,
    same_bundle: hash === calm.result.hash,
    unfinished_at_kill: killed.every((one) => one.unfinished_at_kill),
    resumed_at_checkpoint: killed.every(({ checkpoint = 0, resumed_from = 0 }) => resumed_from >= checkpoint),
    repeated_calls: wild.repeated,
    in_flight,
    seconds_calm: calm.seconds,
    seconds_under_fire: wild.seconds,
    each: killed,
  };
}

/** @returns `all_cancelled`: each ended CANCELLED, was recorded so and left nothing; `each`: one line per cancellation */
async function benchCancel(say: Say): Promise<Figures> {
  const options = { retrieve: 'ask', storeDelayMs: STORE_DELAY_MS } as const;
  const calm = await inPlace(options, say, (place) => leftAlone(place));
  const { activities, hash } = calm.result;
  say(`undisturbed: ${hash} in ${calm.seconds} s`);
  const wild = await inPlace(options, say, async (place) => ({
    cancelled: await cancelEach(place, inOrder(activities), say),
    end: await leftAlone(place),
  }));
  const { cancelled, end } = wild.result;
  const met = new Set(cancelled.map(({ during }) => during));
  return {
    cancelled: cancelled.length,
    not_met: inOrder(activities).filter((activity) => !met.has(activity)),
    all_cancelled: cancelled.every(
      ({ execution, recorded, left }) => execution === 'CANCELLED' && recorded === 'cancelled' && left === 0,
    ),
    longest_seconds: Math.max(...cancelled.map(({ seconds }) => seconds)),
    same_bundle_after: end.hash === hash,
    repeated_calls: wild.repeated,
    each: cancelled,
  };
}

/** The question about data sets is asked after they were looked for. */
const inOrder = (activities: readonly string[]): readonly string[] => {
  const searched = activities.indexOf('searchDatasets') + 1;
  return [...activities.slice(0, searched), 'review', ...activities.slice(searched)];
};

/** Submits the task and waits; a build of it that has ended is taken over whole. */
async function leftAlone(place: Place): Promise<{ readonly hash: string; readonly activities: readonly string[] }> {
  const build = await submitBuild(place);
  try {
    await endOf(build, 'answered');
    const ended = await build.ended();
    return { hash: await build.bundleHash(), activities: [...new Set(ended.map(({ activity }) => activity))] };
  } finally {
    await build.close();
  }
}

interface Run<Result> {
  readonly result: Result;
  readonly seconds: number;
  readonly repeated: number;
}

const attached = <Result>(
  options: Omit<PlaceOptions, 'teacher'>,
  say: Say,
  use: (place: Place, client: AttachedClient, teacher: RunningTeacher) => Promise<Result>,
): Promise<Run<Result>> => inPlace(options, say, (place, teacher) => use(place, attachClient(place), teacher));

async function inPlace<Result>(
  options: Omit<PlaceOptions, 'teacher'>,
  say: Say,
  use: (place: Place, teacher: RunningTeacher) => Promise<Result>,
): Promise<Run<Result>> {
  const teacher = await startSimulatedTeacher({ seed: 1, latencyMs: LATENCY_MS });
  const place = await openPlace({ ...options, teacher: { baseUrl: teacher.baseUrl, model: SIMULATED_MODEL } });
  try {
    say(`a build begins in ${place.folder}`);
    const began = performance.now();
    const result = await use(place, teacher);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { result, seconds, repeated: teacher.stats().repeated };
  } finally {
    await place.close();
    await teacher.stop();
  }
}
