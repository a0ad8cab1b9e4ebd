import { userInfo } from 'node:os';
import type { BuildStatus, Resumed, ResumeOrder } from '../../contracts/build.ts';
import { Budget, Price } from '../../contracts/budget.ts';
import { UPDATES } from '../../contracts/names.ts';
import { readSnapshot } from '../build-snapshot.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';
import { detached, endedBadly, idsOf, parked, waiting } from '../end-of-build.ts';
import { findBuild, type FoundBuild, unknownBuild } from '../find-build.ts';
import { followBuild } from '../follow-build.ts';
import { sendUpdate } from '../send-update.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m resume`: lets a parked build go on, with what was corrected. */
export const resume: Verb = {
  name: 'resume',
  summary: 'let a parked build go on',
  usage: 'BUILD',
  about: [
    'A build that meets what only a person can mend stops and waits: a refused key, an empty budget, a',
    'service that stays away. Mend it, then resume; options correct the build itself. A key is never given',
    'here: workers read it from their environment at every attempt.',
  ],
  options: {
    'budget-usd': { type: 'string', value: 'USD', help: 'the new cap in dollars, for the whole build' },
    'budget-tokens': { type: 'string', value: 'N', help: 'the new cap in tokens' },
    'budget-calls': { type: 'string', value: 'N', help: 'the new cap in calls' },
    'budget-minutes': { type: 'string', value: 'N', help: 'the new limit, in minutes since the start' },
    'base-url': { type: 'string', value: 'URL', help: 'another address of the same endpoint' },
    'api-key-env': { type: 'string', value: 'VARIABLE', help: "variable of the workers that holds the endpoint's key" },
    'price-input': { type: 'string', value: 'USD', help: 'dollars per million prompt tokens' },
    'price-output': { type: 'string', value: 'USD', help: 'dollars per million answer tokens' },
    note: { type: 'string', value: 'TEXT', help: 'why: kept with the build' },
    detach: { type: 'boolean', help: 'do not follow the build' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const correction = correctionIn(call);
  return withTemporal(call, 'p2m resume', async (temporal) => {
    const found = await findBuild(temporal, text);
    if (found === null) throw unknownBuild(text);
    const { status } = await readSnapshot(temporal, found);
    const resumed = await order(temporal, found, status, correction);
    call.terminal.say(`${found.buildId} goes on with ${resumed.stage}; it was parked for ${resumed.from.kind}.`);
    if (call.options['detach'] === true) return { exit: 0, json: { ...idsOf(found), state: 'running', resumed } };
    const end = await followBuild(found, { ...call, temporal });
    if (end === 'detached') return detached(found, call.terminal);
    if (end.state === 'parked') return parked(found, end, call.terminal);
    if (end.state === 'waiting') return waiting(found, end, call.terminal);
    if (end.state !== 'done') return endedBadly(found, end, call.terminal);
    const { verdict, cost } = end.result;
    call.terminal.say(`${verdict.decision}: ${verdict.reason}`);
    call.terminal.say(`To have its bundle: npm run p2m -- fetch ${found.buildId}`);
    return { exit: 0, json: { ...idsOf(found), state: 'done', verdict, cost } };
  });
}

type Correction = Omit<ResumeOrder, 'version' | 'sinceMs'>;

async function order(
  temporal: Temporal,
  found: FoundBuild,
  status: BuildStatus | null,
  correction: Correction,
): Promise<Resumed> {
  if (status === null)
    throw new CommandFailure(
      'temporal-unreachable',
      'No worker of the queue "workflow" answers: npm run up starts one.',
    );
  if (status.parked === null)
    throw new CommandFailure(
      'not-waiting',
      `${found.buildId} is not parked: it is ${status.state}, in ${status.stage}.`,
    );
  const given: ResumeOrder = { version: 1, sinceMs: status.parked.sinceMs, ...correction };
  return sendUpdate<Resumed>(temporal, found, UPDATES.resumeBuild, given);
}

/** @throws CommandFailure `usage` */
function correctionIn(call: VerbCall): Correction {
  const number = (name: string): number | undefined => {
    const text = textOption(call, name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
    throw new CommandFailure('usage', `--${name} must be a number from 0 on, and is "${text}".`);
  };
  const budget = Budget.parse({
    usd: number('budget-usd'),
    tokens: number('budget-tokens'),
    calls: number('budget-calls'),
    minutes: number('budget-minutes') || undefined,
  });
  const [inputPer1M, outputPer1M] = [number('price-input'), number('price-output')];
  if ((inputPer1M === undefined) !== (outputPer1M === undefined))
    throw new CommandFailure('usage', 'A price needs both --price-input and --price-output.');
  const price = inputPer1M === undefined ? undefined : Price.parse({ inputPer1M, outputPer1M });
  const [baseUrl, apiKeyEnv] = [textOption(call, 'base-url'), textOption(call, 'api-key-env')];
  if (baseUrl !== undefined && !URL.canParse(baseUrl))
    throw new CommandFailure('usage', `--base-url "${baseUrl}" is no address.`);
  return {
    ...(Object.values(budget).some((cap) => cap !== undefined) ? { budget } : {}),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
    ...(price === undefined ? {} : { price }),
    by: userInfo().username,
    note: textOption(call, 'note') ?? null,
  };
}
