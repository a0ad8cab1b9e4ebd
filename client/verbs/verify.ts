import type { Difference } from '../../lib/trace/difference.ts';
import { type OnProgress, verifyBuild } from '../../lib/trace/verify-build.ts';
import { verifyFolder } from '../../lib/trace/verify-folder.ts';
import { findMeant } from '../bundle-source.ts';
import { COMMAND_FAILURES } from '../command-failure.ts';
import { count, size } from '../terminal/numbers.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';

/** `p2m verify`: whether a build or a bundle is, byte for byte, what its hashes say. */
export const verify: Verb = {
  name: 'verify',
  summary: 'recompute every hash of a build or a bundle',
  usage: 'BUNDLE_DIR | BUILD',
  about: [
    'A folder is compared with its SHA256SUMS, and with what its provenance.json and report.json say of it.',
    'Of a build that has ended, the store is read: its record, the manifests of its stages, every blob they',
    'name, and the answers of the teacher they were given. All that differs is named; the exit code is then 6.',
  ],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const meant = await findMeant(call, text);
  const onProgress = painter(call);
  if (meant.kind === 'folder') {
    const { differences, files, bytes } = await verifyFolder(meant.folder, onProgress);
    const whole = `${meant.shown} is whole: ${counted(files, 'file')}, ${size(bytes)}, are what SHA256SUMS and provenance.json say.`;
    return told(call, { bundle: meant.shown, files, bytes }, differences, whole);
  }
  const { buildId } = meant.record.build;
  const { differences, ...counts } = await verifyBuild(meant.store, buildId, onProgress);
  const whole =
    `${buildId} is whole: ${counted(counts.manifests, 'manifest')}, ${counted(counts.blobs, 'blob')} and ` +
    `${counted(counts.lines, 'answer')} in ${counted(counts.segments, 'segment')}, ${size(counts.bytes)}, are what their hashes say.`;
  return told(call, { buildId, ...counts }, differences, whole);
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

function told(
  { terminal }: VerbCall,
  facts: Readonly<Record<string, unknown>>,
  differences: readonly Difference[],
  whole: string,
): VerbResult {
  if (differences.length === 0) {
    terminal.say(terminal.palette.good(whole));
    return { exit: 0, json: { ...facts, whole: true, differences } };
  }
  for (const { place, what, expected, found } of differences) {
    terminal.say(`${terminal.palette.bad('✗')} ${terminal.palette.strong(place)}: ${what}`);
    terminal.say(`    expected ${expected}`);
    terminal.say(`    found    ${found}`);
  }
  const places = new Set(differences.map(({ place }) => place)).size;
  const message = `${counted(differences.length, 'difference')} in ${counted(places, 'place')}.`;
  terminal.complain(message);
  const error = { kind: 'verify-failed', message };
  return { exit: COMMAND_FAILURES['verify-failed'].exit, json: { ...facts, whole: false, differences, error } };
}

const counted = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
