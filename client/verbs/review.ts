import { userInfo } from 'node:os';
import type { BuildStatus } from '../../contracts/build.ts';
import { type ColumnMapping, DatasetListing } from '../../contracts/candidate.ts';
import { UPDATES } from '../../contracts/names.ts';
import type { OpenReview, ReviewDecision, ReviewOutcome } from '../../contracts/review.ts';
import { readJson } from '../../lib/store/blobs.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { readSnapshot } from '../build-snapshot.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';
import { idsOf } from '../end-of-build.ts';
import { findBuild, type FoundBuild, unknownBuild } from '../find-build.ts';
import { sendUpdate } from '../send-update.ts';
import { candidateLines } from '../terminal/candidate-lines.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m review`: shows the datasets that a build found, and says which one it takes. */
export const review: Verb = {
  name: 'review',
  summary: 'choose among the datasets that a build found',
  usage: 'BUILD',
  about: [
    'A build with `retrieve: ask` waits after its search. Without a decision this shows what was found: on a',
    'terminal it asks, elsewhere it only shows. `p2m list --reviews` finds builds that wait.',
  ],
  options: {
    use: { type: 'string', value: 'N|ID', help: 'import this one: its number in the list, or its id' },
    decline: { type: 'boolean', help: 'import none; the teacher writes all rows' },
    input: {
      type: 'string',
      value: 'COLUMN',
      help: 'column that holds the input; field=column,… for a task with fields',
    },
    output: { type: 'string', value: 'COLUMN', help: 'column that holds the output' },
    labels: { type: 'string', value: 'VALUE=LABEL,…', help: 'values of that column that stand for labels' },
    note: { type: 'string', value: 'TEXT', help: 'why: kept with the build' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const { terminal } = call;
  return withTemporal(call, 'p2m review', async (temporal) => {
    const found = await findBuild(temporal, text);
    if (found === null) throw unknownBuild(text);
    const { status } = await readSnapshot(temporal, found);
    const open = questionOf(found, status);
    const listing = await readJson(openStore(call.environment()), open.listing, DatasetListing);
    const choice = await choiceIn(call, listing);
    if (choice === null) return { exit: 0, json: { ...idsOf(found), review: open, listing } };
    const decision = decisionOf(call, open, listing, choice);
    const outcome = await decide(temporal, found, decision);
    terminal.say(
      outcome.use === null
        ? `${found.buildId} goes on without a dataset.`
        : `${found.buildId} imports ${outcome.use.title}.`,
    );
    return { exit: 0, json: { ...idsOf(found), outcome } };
  });
}

const decide = (temporal: Temporal, found: FoundBuild, decision: ReviewDecision): Promise<ReviewOutcome> =>
  sendUpdate(temporal, found, UPDATES.reviewDatasets, decision);

function questionOf({ buildId }: FoundBuild, status: BuildStatus | null): OpenReview {
  if (status === null)
    throw new CommandFailure(
      'temporal-unreachable',
      'No worker of the queue "workflow" answers: npm run up starts one.',
    );
  if (status.review !== null) return status.review;
  throw new CommandFailure('not-waiting', `${buildId} asks nothing: it is ${status.state}, in ${status.stage}.`);
}

/** Number of the candidate from 0, or `none` of them; null where nobody decides now. */
type Choice = number | 'none';

async function choiceIn(call: VerbCall, listing: DatasetListing): Promise<Choice | null> {
  const { terminal, options, interrupted } = call;
  const use = textOption(call, 'use');
  if (use !== undefined && options['decline'] === true)
    throw new CommandFailure('usage', 'Either --use or --decline, not both.');
  if (options['decline'] === true) return 'none';
  if (use !== undefined) return candidateCalled(use, listing);
  for (const line of candidateLines(listing, terminal.palette)) terminal.say(line);
  if (terminal.shows === 'lines') return null;
  const answer = (
    await terminal.ask('Which one? Its number, "none", or nothing to decide later: ', interrupted)
  ).trim();
  if (answer === '') return null;
  return answer === 'none' ? 'none' : candidateCalled(answer, listing);
}

function candidateCalled(text: string, { candidates }: DatasetListing): number {
  const at = /^\d+$/.test(text) ? Number(text) - 1 : candidates.findIndex(({ id }) => id === text);
  if (candidates[at] !== undefined) return at;
  throw new CommandFailure('usage', `"${text}" is none of the ${candidates.length} datasets found.`);
}

function decisionOf(call: VerbCall, open: OpenReview, listing: DatasetListing, choice: Choice): ReviewDecision {
  const common = {
    version: 1,
    listing: open.listing.sha256,
    by: userInfo().username,
    note: textOption(call, 'note') ?? null,
  } as const;
  const candidate = choice === 'none' ? undefined : listing.candidates[choice];
  if (candidate === undefined) return { ...common, use: null };
  const mapping = mappingIn(call, candidate.mapping, candidate.columns);
  return { ...common, use: candidate.id, ...(mapping === null ? {} : { mapping }) };
}

/** The mapping as the options change it; null where they do not. @throws CommandFailure `usage` for a column that is not there */
function mappingIn(call: VerbCall, found: ColumnMapping, columns: readonly string[]): ColumnMapping | null {
  const [input, output, labels] = ['input', 'output', 'labels'].map((name) => textOption(call, name));
  if (input === undefined && output === undefined && labels === undefined) return null;
  const mapping: ColumnMapping = {
    input: input === undefined ? found.input : input.includes('=') ? pairsOf(input) : input,
    output: output ?? found.output,
    ...(labels === undefined
      ? found.labels === undefined
        ? {}
        : { labels: found.labels }
      : { labels: pairsOf(labels) }),
  };
  const used = [
    ...(typeof mapping.input === 'string' ? [mapping.input] : Object.values(mapping.input)),
    mapping.output,
  ];
  const missing = used.filter((column) => !columns.includes(column));
  if (missing.length === 0) return mapping;
  throw new CommandFailure('usage', `There is no column ${missing.join(', ')}; there are: ${columns.join(', ')}.`);
}

/** `a=b,c=d`. @throws CommandFailure `usage` */
function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CommandFailure('usage', `"${pair}" is no pair like name=value.`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}
