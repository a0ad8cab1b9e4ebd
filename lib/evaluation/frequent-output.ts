import type { Score } from '../../contracts/report.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { metricTitle } from '../metrics/metric.ts';
import { points } from '../verdict/points.ts';
import type { Answers } from './answers.ts';

/** From this share of the rows on, one output is worth a word: it scores what other tasks are glad of. */
const SHARE = 0.2;
/** Characters of the output that the sentence has room for. */
const SHOWN = 40;

/**
 * Where one output makes up much of a test of texts: how often it stands there, and what whoever always gives it scores by
 * each metric. Nothing for labels, whose most frequent one the report shows as it is, nor where training rows, from which
 * the baseline is read, have another output in front.
 */
export function frequentOutput(
  kind: TaskKind,
  expected: readonly string[],
  answers: Answers,
  scores: readonly Score[],
): readonly string[] {
  const [output] = answers.majority ?? [];
  if (kind === 'labels' || output === undefined || output === null) return [];
  const rows = expected.filter((text) => text === output).length;
  if (rows < SHARE * expected.length || rows === 0) return [];
  const reached = scores
    .filter(({ who }) => who === 'majority')
    .map(({ metric, value }) => `${metricTitle(metric)} ${points(value)}`);
  const signs = Array.from(output);
  const shown = signs.length > SHOWN ? `${signs.slice(0, SHOWN).join('')}…` : output;
  return [
    `${rows} of ${expected.length} test rows have the same output, “${shown}”: who always answers that has ${reached.join(', ')}.`,
  ];
}
