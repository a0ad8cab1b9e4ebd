import { ActivityFailure } from '@temporalio/workflow';
import type { FoundDatasets, ImportedDataset, ParsedTask } from '../contracts/activities.ts';
import type { RowSource } from '../contracts/candidate.ts';
import type { ReviewOutcome } from '../contracts/review.ts';
import { kindOf, messageOf } from './build-failure.ts';
import type { Build } from './build.ts';
import { type Found, noteRead, readCandidates } from './read-candidates.ts';
import { quick, search } from './stage-options.ts';

/** Rows that people wrote, found before any is generated. */
export interface HumanRows {
  readonly imported: ImportedDataset;
  readonly title: string;
  /** A person chose the dataset: its test rows may ship a model. */
  readonly confirmed: boolean;
  readonly source: RowSource;
}

/** Looks for rows that people wrote already: searches, asks or decides, imports. Null where there are none to use. */
export async function lookFirst(build: Build, task: ParsedTask, reviewHours: number): Promise<HumanRows | null> {
  if (task.retrieve === 'none') {
    build.skip(['discover', 'review', 'import'], 'retrieve: none');
    return null;
  }
  const find = async () => readCandidates(build, task, await discover(build, task));
  const found = await build.stage('discover', find, noteFound);
  const outcome = await build.stage('review', () => decide(build, task, found, reviewHours), noteOutcome);
  const { use } = outcome;
  remarkReading(build, found, outcome);
  if (use === null) {
    build.skip(['import'], 'no dataset was chosen');
    return null;
  }
  const imported = await build.stage('import', () => importRows(build, task, found, outcome), noteImport);
  const confirmed = outcome.decidedBy === 'person';
  return { imported, title: use.title, confirmed, source: sourceOf(found, use, imported) };
}

function sourceOf(
  { candidates }: FoundDatasets,
  { id, title }: { readonly id: string; readonly title: string },
  { counts }: ImportedDataset,
): RowSource {
  const [from, name = null] = id.split(':');
  const license = candidates.find((one) => one.id === id)?.license ?? null;
  return { title, hub: from === 'hub' ? name : null, license, train: counts.rows, test: counts.test };
}

/** The task as the teacher is told it while training rows are made: with imported demonstrations where the user gave few. */
export const toldTask = (task: ParsedTask, human: HumanRows | null): ParsedTask =>
  human === null ? task : { ...task, spec: human.imported.spec };

/** A hub that stays away is no reason to stop where nobody asked for it by name: what is at hand is searched. */
async function discover(build: Build, task: ParsedTask): Promise<FoundDatasets> {
  const asked = { build: build.context, spec: task.spec, sources: task.sources };
  const options = { summary: task.hub === 'ask' ? 'Look for datasets, here and on the hub' : 'Look for datasets' };
  try {
    return await search.searchDatasets.executeWithOptions(options, [{ ...asked, hub: task.hub }]);
  } catch (error) {
    if (!hubIsAway(error) || task.retrieve === 'ask' || task.hub === 'leave') throw error;
    build.remark(`The hub was not searched: ${messageOf(error)}`);
    return search.searchDatasets.executeWithOptions(options, [{ ...asked, hub: 'leave' }]);
  }
}

export const hubIsAway = (error: unknown): boolean =>
  error instanceof ActivityFailure && kindOf(error) === 'hub-unreachable';

async function decide(
  build: Build,
  task: ParsedTask,
  { listing, candidates }: FoundDatasets,
  hours: number,
): Promise<ReviewOutcome> {
  const choices = candidates.map(({ id, title, fit }) => ({ id, title, fit }));
  const outcome = await build.review.decide({ listing, choices }, task.retrieve, hours);
  if (outcome.decidedBy === 'deadline')
    build.remark(
      `Nobody decided within ${hours} hours about ${choices.length} datasets that were found: none was imported.`,
    );
  return outcome;
}

/** Where nobody looked, the report says on whose word rows were taken, or that rows are there which nobody took. */
function remarkReading(build: Build, { candidates, read }: Found, { use, decidedBy }: ReviewOutcome): void {
  if (decidedBy !== 'policy' || read === null) return;
  const [first] = candidates.filter(({ reading }) => reading?.does === 'yes');
  const why = candidates.find(({ id }) => id === use?.id)?.reading?.why;
  if (use !== null && why !== undefined)
    build.remark(
      `Rows of ${use.title} were imported unasked: the teacher read three of them, and says that they do this task (${why}).`,
    );
  if (use === null && first !== undefined)
    build.remark(
      `The teacher read rows of ${first.title}, and says that they do this task; whether its answers are those of the task is not proven, so none was imported. With \`retrieve: ask\` you can say so.`,
    );
}

async function importRows(
  build: Build,
  task: ParsedTask,
  { listing }: FoundDatasets,
  { use, mapping }: ReviewOutcome,
): Promise<ImportedDataset> {
  const candidate = use?.id ?? '';
  return quick.importDataset.executeWithOptions({ summary: `Import ${use?.title ?? candidate}` }, [
    { build: build.context, spec: task.spec, listing, candidate, mapping, maxRows: null },
  ]);
}

const noteFound = (found: Found): string =>
  `${found.candidates.length} of ${found.considered} datasets may fit${noteRead(found)}`;

function noteOutcome({ use, decidedBy }: ReviewOutcome): string {
  const who = { person: 'a person chose', policy: 'by policy', deadline: 'nobody answered' }[decidedBy];
  return `${who}: ${use === null ? 'none' : use.title}`;
}

const noteImport = ({ counts, shown }: ImportedDataset): string =>
  `${counts.rows} rows to train (${shown} of them to show), ${counts.test} to test, of ${counts.read}`;
