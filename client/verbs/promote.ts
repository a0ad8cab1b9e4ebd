import { userInfo } from 'node:os';
import type { CurrentModel } from '../../contracts/registry.ts';
import { draftVersion, type DraftVersion } from '../../lib/registry/draft-version.ts';
import { promote as promoteBuild, type Promotion } from '../../lib/registry/promote.ts';
import { openPointers, openStore } from '../../lib/store/open-store.ts';
import { findBundleFolder, findRecorded } from '../bundle-source.ts';
import { CommandFailure } from '../command-failure.ts';
import { noBundle } from '../end-of-build.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m promote`: releases a build under its model's name. */
export const promote: Verb = {
  name: 'promote',
  summary: "release a build under its model's name",
  usage: 'BUILD | BUNDLE_DIR',
  about: [
    'The gate asks two things: is the verdict against the teacher "ship", and, where a version is released already, is',
    'the build no worse than that one on the same test rows. What it refuses goes through with --force and a --reason,',
    'which the history keeps. Nothing is overwritten: a version is written once, and the pointer moves only from what',
    'was seen. docs/registry.md tells more.',
  ],
  options: {
    force: { type: 'boolean', help: 'release it whatever the gate says; needs --reason' },
    reason: { type: 'string', value: 'TEXT', help: 'kept in the history' },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const reason = textOption(call, 'reason')?.trim() || null;
  const gate = call.options['force'] === true ? 'forced' : 'asked';
  if (gate === 'forced' && reason === null)
    throw new CommandFailure('usage', '--force needs --reason "...": the history keeps why the gate was passed over.');
  const environment = call.environment();
  const registry = { store: openStore(environment), pointers: openPointers(environment) };
  const draft = await draftOf(call, text);
  const at = new Date(call.clock.now()).toISOString();
  const ended = await promoteBuild(registry, draft, { by: userInfo().username, at, reason, gate });
  return tell(call, draft, ended);
}

async function draftOf(call: VerbCall, text: string): Promise<DraftVersion> {
  const store = openStore(call.environment());
  const folder = await findBundleFolder(call, text);
  const { record } = await findRecorded(store, folder === null ? text : folder.buildId);
  const draft = await draftVersion(store, record);
  if (draft === null) throw noBundle(record.build.buildId, record.state);
  if (folder === null || folder.bundleHash === draft.bundle.bundleHash) return draft;
  throw new CommandFailure(
    'bundle-unusable',
    `${text} says that it is of the build ${draft.buildId}, and has another bundle hash. npm run p2m -- verify ${text} says why.`,
  );
}

function tell({ terminal }: VerbCall, draft: DraftVersion, ended: Promotion): VerbResult {
  const { name, buildId } = draft;
  const { palette } = terminal;
  switch (ended.state) {
    case 'promoted': {
      const { model, version, said } = ended;
      for (const sentence of said) terminal.say(sentence);
      const before = model.previous === null ? '' : `; version ${model.previous} was released before`;
      const forced = model.history.at(-1)?.gate === 'forced' ? ', forced' : '';
      terminal.say(palette.good(`${name}: version ${version.number} is released${forced}${before}.`));
      return { exit: 0, json: { name, state: ended.state, number: version.number, buildId, said, model } };
    }
    case 'there':
      terminal.say(`${name}: version ${ended.version.number} is that build, and is released already.`);
      return { exit: 0, json: { name, state: ended.state, number: ended.version.number, buildId, model: ended.model } };
    case 'refused':
      for (const sentence of ended.said) terminal.say(sentence);
      throw new CommandFailure('release-refused', refusal(draft, ended.released?.number ?? null));
    case 'overtaken':
      throw overtaken(ended.model);
    default:
      return ended satisfies never;
  }
}

function refusal({ name, buildId }: DraftVersion, released: number | null): string {
  const stays =
    released === null ? `no version of ${name} is released` : `version ${released} of ${name} stays released`;
  return `${buildId} is not released, as the gate says above; ${stays}. --force with a --reason releases it all the same.`;
}

/** Says what somebody else did in between; nothing of theirs was overwritten. */
export function overtaken({ name, current, history }: CurrentModel): CommandFailure {
  const last = history.at(-1);
  const what =
    last === undefined
      ? 'moved it'
      : `${last.act === 'promote' ? 'promoted' : 'rolled back to'} version ${current} (${last.buildId}) at ${last.at}`;
  return new CommandFailure(
    'release-overtaken',
    `${name} was moved at the same moment: ${last?.by ?? 'somebody'} ${what}. Nothing was changed. Look at it, and say it again if you still mean it.`,
  );
}
