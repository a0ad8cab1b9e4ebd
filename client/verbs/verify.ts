import type { Difference } from '../../lib/trace/difference.ts';
import { type OnProgress, verifyBuild } from '../../lib/trace/verify-build.ts';
import { verifyFolder } from '../../lib/trace/verify-folder.ts';
import { findMeant, type Meant } from '../bundle-source.ts';
import { COMMAND_FAILURES, CommandFailure } from '../command-failure.ts';
import { count, size } from '../terminal/numbers.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { type VerifiedAnswers, verifyAnswers } from '../verify-answers.ts';

/** Enough to meet a file that is not the one that was measured: another model differs in more than one row of ten. */
const DEFAULT_ROWS = 50;

/** `p2m verify`: whether a build or a bundle is, byte for byte, what its hashes say. */
export const verify: Verb = {
  name: 'verify',
  summary: 'recompute every hash of a build or a bundle, and answer a sample of its test again',
  usage: 'BUNDLE_DIR | BUILD',
  about: [
    'A folder is compared with its SHA256SUMS, and with what its provenance.json and report.json say of it.',
    'Of a build that has ended, the store is read: its record, the manifests of its stages, every blob they',
    'name, and the answers of the teacher they were given. Then the file that ships answers some test rows again:',
    'what differs from the answers that the report was computed from is named too. All that differs is named; the',
    'exit code is then 6. A folder does not hold the test rows: with --rows they are read from the store.',
  ],
  options: {
    rows: {
      type: 'string',
      value: 'N',
      help: `test rows to answer again (default ${DEFAULT_ROWS} of a build, none of a folder; 0: none)`,
    },
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const wanted = rowsOf(call);
  const meant = await findMeant(call, text);
  const hashes = await verifyHashes(call, meant);
  const rows = wanted ?? (meant.kind === 'folder' ? 0 : DEFAULT_ROWS);
  if (hashes.differences.length > 0) return told(call, hashes, null);
  if (rows > 0) return told(call, hashes, await verifyAnswers(call, meant, rows));
  const result = told(call, hashes, null);
  if (meant.kind === 'folder') call.terminal.say(call.terminal.palette.faint(NEEDS_BUILD));
  return result;
}

const NEEDS_BUILD =
  'No test row was answered again: the rows stay with the build. With --rows N they are read from its store.';

function rowsOf(call: VerbCall): number | null {
  const text = textOption(call, 'rows');
  if (text === undefined) return null;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CommandFailure('usage', `--rows must be a whole number, and is "${text}".`);
}

interface VerifiedHashes {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly differences: readonly Difference[];
  /** Said where nothing differs. */
  readonly whole: string;
}

async function verifyHashes(call: VerbCall, meant: Meant): Promise<VerifiedHashes> {
  const onProgress = painter(call);
  if (meant.kind === 'folder') {
    const { differences, files, bytes } = await verifyFolder(meant.folder, onProgress);
    const whole = `${meant.shown} is whole: ${counted(files, 'file')}, ${size(bytes)}, are what SHA256SUMS and provenance.json say.`;
    return { facts: { bundle: meant.shown, files, bytes }, differences, whole };
  }
  const { buildId } = meant.record.build;
  const { differences, ...counts } = await verifyBuild(meant.store, buildId, onProgress);
  const whole =
    `${buildId} is whole: ${counted(counts.manifests, 'manifest')}, ${counted(counts.blobs, 'blob')} and ` +
    `${counted(counts.lines, 'answer')} in ${counted(counts.segments, 'segment')}, ${size(counts.bytes)}, are what their hashes say.`;
  return { facts: { buildId, ...counts }, differences, whole };
}

/** A person is told at every hundredth part; what follows is said below. */
function painter({ terminal }: VerbCall): OnProgress {
  let shown = -1;
  return (done, total) => {
    const part = total === 0 ? 100 : Math.floor((100 * done) / total);
    if (terminal.shows !== 'screen' || part === shown) return;
    shown = part;
    terminal.paint([terminal.palette.faint(`  ${size(done)} of ${size(total)} read`)]);
  };
}

function told({ terminal }: VerbCall, hashes: VerifiedHashes, answers: VerifiedAnswers | null): VerbResult {
  const { palette } = terminal;
  const inAnswers = answers?.differences ?? [];
  const tolerated = answers !== null && isTolerated(answers) ? inAnswers : [];
  const differences = [...hashes.differences, ...(tolerated.length > 0 ? [] : inAnswers)];
  const json = { ...hashes.facts, whole: differences.length === 0, differences, ...answersJson(answers) };
  if (hashes.differences.length === 0) terminal.say(palette.good(hashes.whole));
  for (const { place, what, expected, found } of [...hashes.differences, ...inAnswers]) {
    terminal.say(`${palette.bad('✗')} ${palette.strong(place)}: ${what}`);
    terminal.say(`    expected ${expected}`);
    terminal.say(`    found    ${found}`);
  }
  if (answers !== null) for (const line of answersText(answers)) terminal.say(line);
  if (differences.length === 0) return { exit: 0, json };
  const places = new Set(differences.map(({ place }) => place)).size;
  const message = `${counted(differences.length, 'difference')} in ${counted(places, 'place')}.`;
  terminal.complain(message);
  const error = { kind: 'verify-failed', message };
  return { exit: COMMAND_FAILURES['verify-failed'].exit, json: { ...json, error } };
}

/**
 * Share of answers that may differ on another processor: int8 without VNNI rounds otherwise. Up to 8 % were seen to differ
 * between fp32 and int8 of one model, which is more than between two processors; another model differs in more.
 */
const TOLERATED_SHARE = 0.1;

const isTolerated = ({ processor, differences, asked }: VerifiedAnswers): boolean =>
  processor === 'another' && differences.length <= TOLERATED_SHARE * asked;

function answersText({ asked, differences, processor, file }: VerifiedAnswers): readonly string[] {
  const rows = counted(asked, 'test row');
  if (differences.length === 0) return [`The ${file} file answers ${rows}, drawn at random, as the report has them.`];
  const said = `The ${file} file answers ${count(differences.length)} of ${rows} otherwise than the report has them.`;
  if (processor === 'the same') return [said];
  return [
    said,
    'The report was made on another processor: some answers may differ there, those of int8 above all, which is computed otherwise without VNNI.',
  ];
}

const answersJson = (answers: VerifiedAnswers | null): Readonly<Record<string, unknown>> =>
  answers === null
    ? {}
    : { answers: { rows: answers.asked, processor: answers.processor, differing: answers.differences } };

const counted = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
