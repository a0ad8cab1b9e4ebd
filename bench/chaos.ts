import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SIMULATED_MODEL } from '../infra/local/simulated-teacher/simulated-teacher.ts';
import {
  type RunningTeacher,
  startSimulatedTeacher,
} from '../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { createRandom, type Random } from '../lib/statistics/random.ts';
import { type AttachedClient, attachClient, type Done } from './chaos/attached-client.ts';
import { openPlace, type Place } from './chaos/place.ts';

/** Answers take as long as a large model's, so that generation is long enough for kills to find calls on their way. */
const LATENCY_MS = 2_000;
/** Between two kills, as a share of the undisturbed build's time per kill: they fall on every stage. */
const [SHORTEST, LONGEST] = [0.3, 1.7];

const VICTIMS = ['cpu', 'gpu', 'workflow', 'client', 's3', 'temporal'] as const;
type Victim = (typeof VICTIMS)[number];

/**
 * The small example twice, from nothing each time: undisturbed, and with its processes killed (-9) and its servers stopped
 * and started at random moments of a printed seed. The simulated teacher answers a request the same each time it comes.
 * @returns `same_bundle`: both runs gave the same bundle hash; `repeated_calls`: requests that were answered again after a
 *   good answer, `in_flight`: those that were under way at the kills of their worker, summed
 */
export async function benchChaos(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const { values } = parseArgs({
    args: [...flags],
    options: { kills: { type: 'string', default: '12' }, seed: { type: 'string', default: `${Date.now() % 100_000}` } },
  });
  const kills = z.coerce.number().int().positive().parse(values.kills);
  say(`seed ${values.seed}: ${kills} kills`);
  const calm = await run(say, async (_place, client) => client.done);
  say(`undisturbed: ${calm.result.bundleHash ?? calm.result.state} in ${calm.seconds} s`);
  const random = createRandom(`chaos/${values.seed}`);
  const log: Kill[] = [];
  const wild = await run(say, (place, client, teacher) =>
    underFire({ place, client, teacher, random, kills, everyMs: (1000 * calm.seconds) / kills, say, log }),
  );
  say(`under fire: ${wild.result.bundleHash ?? wild.result.state} in ${wild.seconds} s`);
  const inFlight = log.reduce((sum, kill) => sum + kill.inFlight, 0);
  return {
    kills: log.length,
    same_bundle: calm.result.bundleHash !== undefined && calm.result.bundleHash === wild.result.bundleHash,
    repeated_calls: wild.repeated,
    in_flight: inFlight,
    never_more_repeated_than_in_flight: log.every((kill) => kill.repeatedBefore <= kill.inFlightBefore),
    seed: values.seed,
    seconds_calm: calm.seconds,
    seconds_under_fire: wild.seconds,
    ...Object.fromEntries(
      VICTIMS.map((victim) => [`kills_${victim}`, log.filter((one) => one.victim === victim).length]),
    ),
  };
}

interface Kill {
  readonly victim: Victim;
  readonly inFlight: number;
  /** Sums over the kills before this one. */
  readonly inFlightBefore: number;
  readonly repeatedBefore: number;
}

async function run(
  say: (line: string) => void,
  use: (place: Place, client: AttachedClient, teacher: RunningTeacher) => Promise<Done>,
): Promise<{ readonly result: Done; readonly seconds: number; readonly repeated: number }> {
  const teacher = await startSimulatedTeacher({ seed: 1, latencyMs: LATENCY_MS });
  const place = await openPlace({ baseUrl: teacher.baseUrl, model: SIMULATED_MODEL });
  try {
    say(`a build begins in ${place.folder}`);
    const began = performance.now();
    const result = await use(place, attachClient(place), teacher);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { result, seconds, repeated: teacher.stats().repeated };
  } finally {
    await place.close();
    await teacher.stop();
  }
}

interface Fire {
  readonly place: Place;
  readonly client: AttachedClient;
  readonly teacher: RunningTeacher;
  readonly random: Random;
  readonly kills: number;
  /** Mean time between two of them. */
  readonly everyMs: number;
  readonly say: (line: string) => void;
  readonly log: Kill[];
}

async function underFire(fire: Fire): Promise<Done> {
  const { client, random, log, kills, everyMs, say } = fire;
  const ended = client.done.then(
    () => 'ended',
    () => 'ended',
  );
  // Every victim once in each round, in an order that is drawn.
  let round: Victim[] = [];
  while (log.length < kills) {
    const pause = sleep(everyMs * (SHORTEST + random.next() * (LONGEST - SHORTEST)), 'strike');
    if ((await Promise.race([pause, ended])) === 'ended') break;
    if (round.length === 0) round = random.shuffle(VICTIMS);
    const victim = round.pop() ?? 'cpu';
    log.push(await strike(fire, victim));
    say(`kill ${log.length}: ${victim}, ${log.at(-1)?.inFlight ?? 0} calls under way`);
  }
  return client.done;
}

async function strike({ place, client, teacher, log }: Fire, victim: Victim): Promise<Kill> {
  const kill: Kill = {
    victim,
    inFlight: victim === 'cpu' ? teacher.underWay() : 0,
    inFlightBefore: log.reduce((sum, one) => sum + one.inFlight, 0),
    repeatedBefore: teacher.stats().repeated,
  };
  if (victim === 'client') await client.kill();
  else if (victim === 's3' || victim === 'temporal') await place.restartServer(victim);
  else await place.crashWorker(victim);
  return kill;
}
