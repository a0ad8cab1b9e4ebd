import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningTeacher } from '../../infra/local/simulated-teacher/start-simulated-teacher.ts';
import type { Random } from '../../lib/statistics/random.ts';
import type { AttachedClient, Done } from './attached-client.ts';
import { lostAnswers } from './lost-answers.ts';
import type { Place } from './place.ts';

/** Between two kills, as a share of the undisturbed build's time per kill: they fall on every stage. */
const [SHORTEST, LONGEST] = [0.3, 1.7];

export const VICTIMS = ['cpu', 'gpu', 'workflow', 'client', 's3', 'temporal'] as const;
type Victim = (typeof VICTIMS)[number];

export interface Kill {
  readonly victim: Victim;
  /** Answers on their way to workers that were killed, this kill included. */
  readonly lost: number;
  readonly lostBefore: number;
  /** Requests that were answered again before this kill. */
  readonly repeatedBefore: number;
}

export interface Fire {
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

/** Kills at random moments until as many have fallen as were wanted or the build has ended; gives its end. */
export async function underFire(fire: Fire): Promise<Done> {
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
    say(`kill ${log.length}: ${victim}, ${(log.at(-1)?.lost ?? 0) - (log.at(-1)?.lostBefore ?? 0)} calls under way`);
  }
  return client.done;
}

async function strike({ place, client, teacher, log }: Fire, victim: Victim): Promise<Kill> {
  const lostBefore = log.at(-1)?.lost ?? 0;
  const repeatedBefore = teacher.stats().repeated;
  if (victim === 'client') await client.kill();
  else if (victim === 's3' || victim === 'temporal') await place.restartServer(victim);
  else {
    await place.killWorker(victim);
    const lost = victim === 'cpu' ? await lostAnswers(place, teacher) : lostBefore;
    await place.startWorker(victim);
    return { victim, lost, lostBefore, repeatedBefore };
  }
  return { victim, lost: lostBefore, lostBefore, repeatedBefore };
}
