import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { type BuildRecord, readBuildRecord } from '../../lib/trace/build-record.ts';
import { readBundleFacts } from '../../lib/trace/bundle-facts.ts';
import { findMeant, folderSource } from '../bundle-source.ts';
import { CommandFailure } from '../command-failure.ts';
import { labelBuild } from '../labelling/label-build.ts';
import { labelOptions } from '../labelling/label-options.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';

/** `p2m label`: people say who is right where student and teacher differ, and the verdict is computed again. */
export const label: Verb = {
  name: 'label',
  summary: 'label by hand what decides, and compute the verdict again',
  usage: 'BUILD | BUNDLE_DIR',
  about: [
    'Asks about test rows on which student and teacher differ, and a random share of the others, without telling which',
    'is which or who answered what. Says first how many labels buy which claim. Each label is kept in the store as it',
    'is given; stop whenever you like and go on later. The verdict is computed when all is labelled.',
  ],
  options: {
    page: { type: 'boolean', help: 'ask on a page of this machine instead of the terminal' },
    plan: { type: 'boolean', help: 'only say how many labels buy which claim' },
    labels: { type: 'string', value: 'N', help: 'stop at so many labels in all, and compute the verdict' },
    verdict: { type: 'boolean', help: 'compute the verdict from the labels there are; this is a look' },
    looks: {
      type: 'string',
      value: 'N',
      help: 'verdicts that share the error; fixed with the first label (default gate.openings)',
    },
    alike: { type: 'string', value: 'N', help: 'rows asked on which both say the same; fixed with the first label' },
    second: { type: 'boolean', help: 'ask about rows that others have labelled: says how far people agree' },
    by: { type: 'string', value: 'NAME', help: 'who labels (default: your user name)' },
    questions: { type: 'string', value: 'FILE', help: 'write what is asked as JSON lines, for another tool' },
    answers: { type: 'string', value: 'FILE', help: 'take answers from JSON lines {"id", "label"}' },
    export: { type: 'string', value: 'FILE', help: 'write labelled rows as gold rows, JSON lines' },
    as: { type: 'string', value: 'test|examples', help: 'test: the random share (default); examples: all' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const options = labelOptions(call, userInfo().username);
  const { store, record } = await findRecord(call);
  return labelBuild({ call, store, record, secret: () => randomBytes(16).toString('hex') }, options);
}

/** A folder names its build; answers and labels are in the store. */
async function findRecord(call: VerbCall): Promise<{ readonly store: ObjectStore; readonly record: BuildRecord }> {
  const [text = ''] = call.words;
  const meant = await findMeant(call, text);
  if (meant.kind === 'build') return meant;
  const { provenance } = await readBundleFacts(await folderSource(meant.folder, meant.shown));
  const store = openStore(call.environment());
  const record = await readBuildRecord(store, provenance.buildId);
  if (record !== null) return { store, record };
  throw new CommandFailure(
    'build-unknown',
    `${meant.shown} is of the build ${provenance.buildId}, which the store does not know: its test rows are there.`,
  );
}
