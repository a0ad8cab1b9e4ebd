import { join, resolve } from 'node:path';
import type { FolderFile } from '../../contracts/artifact.ts';
import { readEnd } from '../build-end.ts';
import { partsOfBuildId, partsOfWorkflowId } from '../build-ids.ts';
import { findBuildRecord } from '../build-record.ts';
import { readSnapshot } from '../build-snapshot.ts';
import { noBundle, shortPath } from '../end-of-build.ts';
import { fetchBundle, readReport } from '../fetch-bundle.ts';
import { findBuild, unknownBuild } from '../find-build.ts';
import { findReleased, releasedText } from '../released-model.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { scoreLines } from '../terminal/score-lines.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m fetch`: brings the bundle of a build that is done. */
export const fetchVerb: Verb = {
  name: 'fetch',
  summary: 'bring the bundle of a build into a folder',
  usage: 'BUILD | NAME',
  about: [
    'BUILD is a build id, a workflow id, or the beginning of a name (the build started last). NAME is a released',
    'model, which comes before builds of that name; NAME@2 is its version 2. Every file is checked against its',
    'hash. A bundle that lies in the folder is replaced; anything else there is left alone, and the fetch refused.',
  ],
  options: { out: { type: 'string', value: 'DIR', help: 'folder for the bundle (default out/<name>)' } },
  words: { least: 1, most: 1 },
  run,
};

interface FetchableBundle {
  readonly buildId: string;
  readonly workflowId: string;
  readonly files: readonly FolderFile[];
  readonly bundleHash: string;
}

async function run(call: VerbCall): Promise<VerbResult> {
  const { terminal, cwd } = call;
  const bundle = await lookUp(call);
  const name = partsOfWorkflowId(bundle.workflowId)?.name ?? bundle.buildId;
  const out = resolve(cwd, textOption(call, 'out') ?? join('out', name));
  await fetchBundle(openStore(call.environment()), bundle.files, out);
  const report = await readReport(out);
  for (const line of scoreLines(report, terminal.palette)) terminal.say(line);
  terminal.say('');
  terminal.say(`${bundle.files.length} files in ${terminal.palette.strong(shortPath(out, cwd))}`);
  const { buildId, workflowId, bundleHash } = bundle;
  return {
    exit: 0,
    json: { buildId, workflowId, state: 'done', out, verdict: report.verdict, cost: report.cost, bundleHash },
  };
}

/** The released model of that name, else the workflow's result, else what the store keeps of the build. */
async function lookUp(call: VerbCall): Promise<FetchableBundle> {
  const [text = ''] = call.words;
  const released = await findReleased(openStore(call.environment()), text);
  if (released !== null) {
    call.terminal.say(releasedText(released));
    const { buildId, name, bundle } = released;
    const workflowId = partsOfBuildId(buildId)?.workflowId ?? `build/${name}`;
    return { buildId, workflowId, ...bundle };
  }
  const fromTemporal = await withTemporal(call, 'p2m fetch', async (temporal) => {
    const found = await findBuild(temporal, text);
    if (found === null) return null;
    const { execution } = await readSnapshot(temporal, found);
    if (execution === 'RUNNING') throw noBundle(found.buildId, 'still running');
    const end = await readEnd(temporal, found);
    if (end.state !== 'done') throw noBundle(found.buildId, end.state);
    return { ...found, ...end.result.bundle };
  });
  return fromTemporal ?? fromRecord(call, text);
}

async function fromRecord(call: VerbCall, text: string): Promise<FetchableBundle> {
  const record = await findBuildRecord(openStore(call.environment()), text);
  if (record === null) throw unknownBuild(text);
  const { build, workflowId, bundle, state } = record;
  if (bundle === null) throw noBundle(build.buildId, state);
  return { buildId: build.buildId, workflowId, ...bundle };
}
