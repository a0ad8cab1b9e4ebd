import { relative } from 'node:path';
import type { Parked } from '../contracts/build.ts';
import { FAILURES, isFailureKind } from '../contracts/failure.ts';
import type { OpenReview } from '../contracts/review.ts';
import type { BuildEnd } from './build-end.ts';
import { CommandFailure, DETACHED_EXIT, exitOfKind } from './command-failure.ts';
import type { FoundBuild } from './find-build.ts';
import type { Terminal } from './terminal/terminal.ts';
import type { VerbResult } from './verb.ts';

/** What is said when a build was left to itself by Ctrl-C. */
export function detached(build: FoundBuild, terminal: Terminal): VerbResult {
  terminal.say(`The build goes on. To watch it again: npm run p2m -- watch ${build.buildId}`);
  return { exit: DETACHED_EXIT, json: { ...idsOf(build), state: 'running' } };
}

/** Says why a build stands still and how it goes on; gives the exit code of what it stands still for. */
export function parked(build: FoundBuild, { kind, message }: Parked, terminal: Terminal): VerbResult {
  terminal.complain(`The build is parked (${kind}): ${message}`);
  terminal.say(
    `It waits, and keeps all it has. To go on: npm run p2m -- resume ${build.buildId} (--help: corrections)`,
  );
  terminal.say(`To end it: npm run p2m -- cancel ${build.buildId}`);
  const json = { ...idsOf(build), state: 'parked', verdict: null, out: null, error: { kind, message } };
  return { exit: exitOfKind(kind), json };
}

/** A build waits for a person's decision. */
const WAITING_EXIT = 8;

/** Says what a build asks a person. */
export function waiting(
  build: FoundBuild,
  { choices, deadlineMs, listing }: OpenReview,
  terminal: Terminal,
): VerbResult {
  terminal.say(`The build found ${choices.length} datasets and asks which one to import:`);
  for (const [at, { title, id, fit }] of choices.entries()) terminal.say(`  ${at + 1}. ${title} (${id}), ${fit} fit`);
  const until = new Date(deadlineMs).toISOString().slice(0, 16).replace('T', ' ');
  terminal.say(`To look at them and decide: npm run p2m -- review ${build.buildId}`);
  terminal.say(`Without a decision it goes on without a dataset at ${until} UTC.`);
  const json = {
    ...idsOf(build),
    state: 'waiting',
    verdict: null,
    out: null,
    review: { choices, deadlineMs, listing },
  };
  return { exit: WAITING_EXIT, json };
}

/** Says how a build ended that brought no bundle, and what to do; gives its exit code. */
export function endedBadly(
  build: FoundBuild,
  end: Exclude<BuildEnd, { state: 'done' }>,
  terminal: Terminal,
): VerbResult {
  const kind = end.state === 'failed' ? end.kind : 'cancelled';
  terminal.complain(end.state === 'failed' ? `The build failed (${kind}): ${end.message}` : capital(`${end.message}.`));
  terminal.say(adviceFor(kind));
  const json = { ...idsOf(build), state: end.state, verdict: null, out: null, error: { kind, message: end.message } };
  return { exit: exitOfKind(kind), json };
}

export const idsOf = ({ buildId, workflowId, runId }: FoundBuild) => ({ buildId, workflowId, runId });

function adviceFor(kind: string): string {
  const kept = 'finished stages and paid answers are kept, and are not paid for again';
  if (kind === 'cancelled') return `Submit it again to go on: ${kept}.`;
  if (!isFailureKind(kind)) return 'This is a bug or a time-out: the Web UI shows the failing activity and its stack.';
  const remedies = {
    'try-again': `It was tried several times. Submit it again once the service is back: ${kept}.`,
    ask: `Mend it and submit the task again: ${kept}.`,
    'give-up': `The same again would fail the same way: change the task. What stays equal is reused: ${kept}.`,
  };
  return remedies[FAILURES[kind].remedy];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A path as one would type it here. */
export const shortPath = (path: string, cwd: string): string => {
  const short = relative(cwd, path);
  return short.startsWith('..') || short === '' ? path : short;
};

/** A build that is not done has no bundle. */
export const noBundle = (buildId: string, state: string): CommandFailure =>
  new CommandFailure('build-unknown', `The build ${buildId} has no bundle: it is ${state}.`);
