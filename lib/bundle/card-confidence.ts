import type { BundleTask } from '../../contracts/bundle-task.ts';
import type { Report } from '../../contracts/report.ts';
import { countWords, meaningSentence, untoldSentence } from '../confidence/told-confidence.ts';

/** A coverage that suits many: enough is left out to see what it brings. */
const EXAMPLE = 0.9;

/** How sure the model's answers are, and what abstaining brings: sentences for people. */
export function cardConfidence(task: BundleTask, report: Report): string[] {
  const { confidence } = report;
  if (task.confidence === undefined || confidence === undefined) {
    return [untoldSentence(report.noConfidence)];
  }
  const choice = confidence.choices.find(({ coverage }) => coverage === EXAMPLE);
  const kept = choice?.test.accuracy ?? null;
  if (choice === undefined || kept === null) return [meaningSentence(task.confidence)];
  const value = percent(kept.value);
  const told = {
    'right answers': `of which ${value} were right`,
    'agreeing answers': `of which ${value} agreed with the teacher's vote`,
  }[countWords(confidence).answers];
  return [
    `${meaningSentence(task.confidence)} With \`--coverage ${EXAMPLE}\` it answers what it is surest of and abstains on ` +
      `the rest and on unfamiliar inputs: on the test it then answered ${percent(choice.test.kept)}, ` +
      `${told ?? `with a ${countWords(confidence).answers} of ${value}`} (95 % interval ${percent(kept.low)} to ${percent(kept.high)}).`,
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
