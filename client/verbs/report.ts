import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type PageFacts, PredictionRow } from '../../lib/report-page/page-facts.ts';
import { reportPage } from '../../lib/report-page/report-page.ts';
import { readRows } from '../../lib/store/blobs.ts';
import { readBuildResults } from '../../lib/trace/build-results.ts';
import { type BundleFacts, readBundleFacts } from '../../lib/trace/bundle-facts.ts';
import { findMeant, folderSource, type Meant, storeSource } from '../bundle-source.ts';
import { noBundle, shortPath } from '../end-of-build.ts';
import { reportLines } from '../terminal/report-lines.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m report`: what was measured of a model. */
export const report: Verb = {
  name: 'report',
  summary: 'show what was measured of a model',
  usage: 'BUNDLE_DIR | BUILD',
  about: [
    'Verdict, scores with their intervals, warnings, each label or the worst rows, sizes, latency and cost.',
    'With --html the same as a page, with plots and rows, that needs nothing else. The rows lie in the store:',
    'of a folder the page is its own report.html.',
  ],
  options: { html: { type: 'string', value: 'FILE', help: 'write the page to this file' } },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const { terminal, cwd } = call;
  const [text = ''] = call.words;
  const meant = await findMeant(call, text);
  const { facts, predictions } = await readMeant(meant);
  const width = terminal.shows === 'screen' ? terminal.columns() : WIDE;
  const around = { palette: terminal.palette, columns: width };
  for (const line of reportLines(facts.report, predictions, around)) terminal.say(line);
  const html = textOption(call, 'html');
  const file = html === undefined ? null : resolve(cwd, html);
  if (file !== null) {
    await writeFile(file, await pageOf(meant, facts, predictions));
    terminal.say(`The page is in ${terminal.palette.strong(shortPath(file, cwd))}`);
  }
  const { buildId, bundleHash } = facts.provenance;
  return { exit: 0, json: { buildId, bundleHash, html: file, report: facts.report } };
}

/** Nobody counts columns in a file. */
const WIDE = 240;

interface Read {
  readonly facts: BundleFacts;
  readonly predictions: PageFacts['predictions'];
}

async function readMeant(meant: Meant): Promise<Read> {
  if (meant.kind === 'folder')
    return { facts: await readBundleFacts(await folderSource(meant.folder, meant.shown)), predictions: null };
  const { store, record } = meant;
  if (record.bundle === null) throw noBundle(record.build.buildId, record.state);
  const facts = await readBundleFacts(storeSource(store, record.bundle.files));
  const { evaluation } = await readBuildResults(store, record);
  return { facts, predictions: evaluation ? await readRows(store, evaluation.predictions, PredictionRow) : null };
}

/** A folder's own page has its rows; one without it is written from what the folder tells. */
async function pageOf(
  meant: Meant,
  { report: told, task, provenance, files }: BundleFacts,
  predictions: PageFacts['predictions'],
) {
  if (meant.kind === 'folder' && files.some(({ path }) => path === 'report.html'))
    return readFile(join(meant.folder, 'report.html'));
  return reportPage({ report: told, instruction: task.instruction, provenance, predictions });
}
