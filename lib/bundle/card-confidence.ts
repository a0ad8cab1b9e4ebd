import type { BundleTask } from '../../contracts/bundle-task.ts';
import type { Report } from '../../contracts/report.ts';
import { meaningSentence } from '../confidence/told-confidence.ts';

/** A coverage that suits many: enough is left out to see what it brings. */
const EXAMPLE = 0.9;

/** How sure the model's answers are, and what abstaining brings: sentences for people. */
export function cardConfidence(task: BundleTask, report: Report): string[] {
  const { confidence } = report;
  if (task.confidence === undefined || confidence === undefined) {
    return ['Nothing says how sure an answer is, so it cannot abstain: only models that answer with one label say so.'];
  }
  const choice = confidence.choices.find(({ coverage }) => coverage === EXAMPLE);
  const kept = choice?.test.accuracy ?? null;
  if (choice === undefined || kept === null) return [meaningSentence(task.confidence)];
  const right = confidence.on === 'generated' ? "agreed with the teacher's vote" : 'were right';
  return [
    `${meaningSentence(task.confidence)} With \`--coverage ${EXAMPLE}\` it answers what it is surest of and abstains on ` +
      `the rest and on unfamiliar inputs: on the test it then answered ${percent(choice.test.kept)}, of which ` +
      `${percent(kept.value)} ${right} (95 % interval ${percent(kept.low)} to ${percent(kept.high)}).`,
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
