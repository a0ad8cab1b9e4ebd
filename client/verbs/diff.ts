import { Example } from '../../contracts/example.ts';
import { TaskConfig } from '../../contracts/task-config.ts';
import { readJson, readRows } from '../../lib/store/blobs.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { PredictionRow, shippedStudent } from '../../lib/report-page/page-facts.ts';
import { type BuildResults, readBuildResults } from '../../lib/trace/build-results.ts';
import { type BundleFacts, readBundleFacts } from '../../lib/trace/bundle-facts.ts';
import { diffBuilds, type DiffSide } from '../../lib/trace/diff-builds.ts';
import { findMeant, folderSource, storeSource } from '../bundle-source.ts';
import { diffTexts } from '../terminal/diff-lines.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';

/** `p2m diff`: what changed between two builds. */
export const diff: Verb = {
  name: 'diff',
  summary: 'say what changed between two builds',
  usage: 'A B',
  about: [
    'A and B are builds that have ended, or folders with bundles. Compared are task, prompt, data, training,',
    'teacher, versions, result, scores with their intervals, cost and files, and the answers to the test rows that',
    'both have: how many changed, which became right or wrong. A folder holds neither the whole configuration nor',
    'rows: these are compared where both are builds in the store.',
  ],
  options: {},
  words: { least: 2, most: 2 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [before = '', after = ''] = call.words;
  const [one, other] = await Promise.all([sideOf(call, before), sideOf(call, after)]);
  const found = diffBuilds(one, other);
  for (const line of diffTexts(found, call.terminal.palette)) call.terminal.say(line);
  return { exit: 0, json: { ...found } };
}

async function sideOf(call: VerbCall, text: string): Promise<DiffSide> {
  const meant = await findMeant(call, text);
  if (meant.kind === 'folder') {
    const bundle = await readBundleFacts(await folderSource(meant.folder, meant.shown));
    const { cost, costs = [] } = bundle.report;
    return { name: meant.shown, state: 'done', config: null, rows: null, bundle, answers: null, cost, costs };
  }
  const { store, record } = meant;
  const { build, state, cost, costs = [] } = record;
  const results = await readBuildResults(store, record);
  const [config, rows, bundle] = await Promise.all([
    readJson(store, build.config, TaskConfig),
    rowsOf(store, results),
    record.bundle === null ? null : readBundleFacts(storeSource(store, record.bundle.files)),
  ]);
  const answers = await answersOf(store, results, bundle);
  return { name: build.buildId, state, config, rows, bundle, answers, cost, costs };
}

/** Null where the build did not come so far as to have rows. */
async function rowsOf(store: ObjectStore, { holdout, dataset }: BuildResults): Promise<DiffSide['rows']> {
  if (holdout === null || dataset === null) return null;
  const [train, validation, test] = await Promise.all(
    [dataset.train, dataset.validation, holdout.test].map((ref) => readRows(store, ref, Example)),
  );
  return { train: train ?? [], validation: validation ?? [], test: test ?? [] };
}

/** Null where it was not evaluated. */
async function answersOf(
  store: ObjectStore,
  { evaluation }: BuildResults,
  bundle: BundleFacts | null,
): Promise<DiffSide['answers']> {
  if (evaluation === null || bundle === null) return null;
  const { task } = bundle.report;
  const rows = await readRows(store, evaluation.predictions, PredictionRow);
  return { rows, student: shippedStudent(bundle.report), metric: task.metric, labels: task.labels };
}
