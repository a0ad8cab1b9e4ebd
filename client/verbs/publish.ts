import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StageFailure } from '../../contracts/failure.ts';
import { readVariable } from '../../lib/environment/read-variable.ts';
import { type Published, publishFolder, type PublishOrder } from '../../lib/hub/publish-folder.ts';
import { fetchFolder } from '../../lib/store/folders.ts';
import { type BundleFacts, readBundleFacts } from '../../lib/trace/bundle-facts.ts';
import { hashStream } from '../../lib/trace/hash-stream.ts';
import { verifyFolder } from '../../lib/trace/verify-folder.ts';
import { findMeant, folderSource, type Meant } from '../bundle-source.ts';
import { CommandFailure } from '../command-failure.ts';
import { noBundle } from '../end-of-build.ts';
import { count } from '../terminal/numbers.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m publish`: brings a bundle into a repository of the Hub. */
export const publish: Verb = {
  name: 'publish',
  summary: 'bring a bundle into a repository of the Hub',
  usage: 'BUNDLE_DIR | BUILD | NAME --to OWNER/NAME',
  about: [
    'Makes the repository where it is missing, private unless --public is said. The bundle comes in one commit; what is',
    'the same there is not sent again. HF_TOKEN must be allowed to write; HF_ENDPOINT names another hub. A bundle',
    'whose verdict is not "ship" is refused without --force.',
  ],
  options: {
    to: { type: 'string', value: 'OWNER/NAME', help: 'the repository' },
    public: { type: 'boolean', help: 'for everybody to see' },
    force: { type: 'boolean', help: 'whatever the verdict is' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const repo = repoOf(call);
  const { hub } = call.environment();
  if (hub.offline) throw new CommandFailure('usage', 'HF_HUB_OFFLINE forbids to ask the hub: unset it to publish.');
  const token = tokenOf(call, hub.endpoint);
  const meant = await findMeant(call, text);
  return inFolder(meant, async (folder, shown) => {
    const { files, facts } = await wholeBundle(folder, shown);
    refuseUnproven(call, facts, shown);
    const visibility = call.options['public'] === true ? 'public' : 'private';
    const title = `${facts.task.name}: build ${facts.provenance.buildId}`;
    const order: PublishOrder = { repo, visibility, folder, files, title };
    const account = { endpoint: hub.endpoint, token, clock: call.clock };
    return tell(call, facts, await publishFolder(account, order, painter(call)));
  });
}

/** Letters, digits, `-`, `_` and `.`, as the Hub has them. */
const REPO = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;

function repoOf(call: VerbCall): string {
  const repo = textOption(call, 'to');
  if (repo !== undefined && REPO.test(repo)) return repo;
  const said = repo === undefined ? 'is missing' : `is "${repo}"`;
  throw new CommandFailure('usage', `--to names the repository as OWNER/NAME, and ${said}.`);
}

function tokenOf({ env, cwd }: VerbCall, endpoint: string): string {
  const token = readVariable('HF_TOKEN', { env, cwd });
  const make = 'Make one that may write, and set it or put it into .env.';
  if (token === undefined)
    throw new StageFailure('key-missing', `publishing to ${endpoint}: HF_TOKEN is not set. ${make}`);
  // The client of the Hub sends no other, and would say so with a stack.
  if (!token.startsWith('hf_'))
    throw new StageFailure(
      'key-refused',
      `publishing to ${endpoint}: HF_TOKEN is no token of the Hub, which begins with hf_. ${make}`,
    );
  return token;
}

async function inFolder<Result>(
  meant: Meant,
  work: (folder: string, shown: string) => Promise<Result>,
): Promise<Result> {
  if (meant.kind === 'folder') return work(meant.folder, meant.shown);
  const { store, record } = meant;
  if (record.bundle === null) throw noBundle(record.build.buildId, record.state);
  const folder = await mkdtemp(join(tmpdir(), 'p2m-publish-'));
  try {
    await fetchFolder(store, record.bundle.files, folder);
    return await work(folder, record.build.buildId);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is published is what was measured: a folder that somebody changed is refused. */
async function wholeBundle(
  folder: string,
  shown: string,
): Promise<{ readonly files: PublishOrder['files']; readonly facts: BundleFacts }> {
  const facts = await readBundleFacts(await folderSource(folder, shown));
  const { differences } = await verifyFolder(folder, () => undefined);
  const [first] = differences;
  if (first !== undefined) {
    throw new CommandFailure(
      'bundle-unusable',
      `${shown} is not what its checksums say, ${first.place} first of all: npm run p2m -- verify ${shown} names everything.`,
    );
  }
  // SHA256SUMS does not list itself.
  const sums = await sumsFile(folder);
  return { files: [...facts.files, sums], facts };
}

async function sumsFile(folder: string): Promise<PublishOrder['files'][number]> {
  const { bytes, sha256 } = await hashStream(createReadStream(join(folder, 'SHA256SUMS')));
  return { path: 'SHA256SUMS', bytes, sha256 };
}

function refuseUnproven(call: VerbCall, { report }: BundleFacts, shown: string): void {
  if (report.verdict.decision === 'ship' || call.options['force'] === true) return;
  call.terminal.say(report.verdict.reason);
  throw new CommandFailure(
    'not-published',
    `${shown} is not published: its verdict is "${report.verdict.decision}". --force publishes it all the same; its card says the verdict.`,
  );
}

function painter({ terminal }: VerbCall): (path: string, share: number) => void {
  return (path, share) => {
    if (terminal.shows === 'screen')
      terminal.paint([terminal.palette.faint(`  ${path}: ${Math.floor(100 * share)} % sent`)]);
  };
}

function tell({ terminal }: VerbCall, { provenance }: BundleFacts, ended: Published): VerbResult {
  if (ended.state === 'refused') throw new CommandFailure('not-published', ended.why);
  const { url, made, sent, removed, commit } = ended;
  const what =
    commit === null
      ? 'Everything is there already'
      : `${count(sent.length)} files sent${removed.length === 0 ? '' : `, ${count(removed.length)} removed`}`;
  terminal.say(terminal.palette.good(`${what}: ${url}`));
  const { buildId, bundleHash } = provenance;
  return { exit: 0, json: { url, buildId, bundleHash, repository: made, sent, removed, commit } };
}
