import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { StageFailure } from '../contracts/failure.ts';
import { createChildPredictor } from '../lib/inference/child-predictor.ts';
import { PredictionRow } from '../lib/report-page/page-facts.ts';
import { blobKey, readRows } from '../lib/store/blobs.ts';
import { fetchFolder } from '../lib/store/folders.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { openStore } from '../lib/store/open-store.ts';
import { answerAgain, type AnsweredAgain } from '../lib/trace/answer-again.ts';
import { readBuildResults } from '../lib/trace/build-results.ts';
import { type BundleFacts, readBundleFacts } from '../lib/trace/bundle-facts.ts';
import { folderSource, type Meant, storeSource } from './bundle-source.ts';
import { predictScript } from './predict-script.ts';
import type { VerbCall } from './verb.ts';

/** Files that answering needs nothing of. */
const NOT_READ = /^(?:README\.md|report\.[^/]*|provenance\.json|SHA256SUMS|model\.safetensors|(?:server|demo)\/.*)$/;

/** What answering again came to, and whether it was on the kind of processor that the report was made on. */
export interface VerifiedAnswers extends AnsweredAgain {
  readonly processor: 'the same' | 'another';
  readonly file: 'int8' | 'fp32';
}

/**
 * Answers a sample of a bundle's test rows again, by its own script. The rows lie in the store; null where the build was
 * not evaluated.
 * @throws StageFailure `store-corrupt` where the store has not the rows of a folder's build
 */
export async function verifyAnswers(call: VerbCall, meant: Meant, rows: number): Promise<VerifiedAnswers | null> {
  if (meant.kind === 'folder') {
    const facts = await readBundleFacts(await folderSource(meant.folder, meant.shown));
    const recorded = await recordedOf(openStore(call.environment()), facts);
    return await again(call, meant.folder, meant.shown, facts, recorded, rows);
  }
  const { store, record } = meant;
  const { evaluation } = await readBuildResults(store, record);
  if (record.bundle === null || evaluation === null) return null;
  const facts = await readBundleFacts(storeSource(store, record.bundle.files));
  const recorded = await readRows(store, evaluation.predictions, PredictionRow);
  const folder = await mkdtemp(join(tmpdir(), 'p2m-verify-'));
  try {
    const files = record.bundle.files.filter(({ path }) => !NOT_READ.test(path));
    await fetchFolder(store, files, folder);
    return await again(call, folder, record.build.buildId, facts, recorded, rows);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A folder names the answers by their hash; the rows themselves stay with the build. */
async function recordedOf(store: ObjectStore, { provenance }: BundleFacts): Promise<readonly PredictionRow[]> {
  const sha256 = provenance.reports.predictions;
  const [blob] = await store.list(blobKey(sha256));
  if (blob !== undefined)
    return readRows(store, { uri: store.uri(blob.key), sha256, bytes: blob.bytes }, PredictionRow);
  throw new StageFailure(
    'store-corrupt',
    `reading ${store.uri(blobKey(sha256))}: this store has not the test rows of the build ${provenance.buildId}, without which nothing can be answered again. Without --rows the folder's hashes alone are verified.`,
  );
}

async function again(
  { interrupted, terminal }: VerbCall,
  folder: string,
  shown: string,
  { report, provenance }: BundleFacts,
  rows: readonly PredictionRow[],
  count: number,
): Promise<VerifiedAnswers> {
  const { file } = report.ships;
  const { threads, processor } = report.machine;
  const predict = createChildPredictor(await predictScript(folder, shown));
  const recorded = { folder, file, rows, threads, seed: provenance.bundleHash };
  const onProgress = (done: number, of: number): void => {
    if (terminal.shows === 'screen') terminal.paint([terminal.palette.faint(`  ${done} of ${of} rows answered again`)]);
  };
  const answered = await answerAgain(predict, recorded, count, interrupted, onProgress);
  return { ...answered, file, processor: processor === (cpus()[0]?.model ?? 'unknown') ? 'the same' : 'another' };
}
