import { METRICS } from '../../lib/metrics/metric.ts';
import { AREAS, type BuildDiff, type RowChange, type ScoreChange } from '../../lib/trace/diff-builds.ts';
import { count } from './numbers.ts';
import type { Palette } from './palette.ts';
import { predictionLines } from './prediction-lines.ts';
import { shown } from './shown.ts';
import { tableLines } from './table.ts';

/** Longer values are cut: the JSON has them whole. */
const VALUE = 48;
/** Unchanged lines that stand around a changed one. */
const AROUND = 2;

/** What changed between two builds, area by area; what is the same is named in one line. */
export function diffTexts(diff: BuildDiff, palette: Palette): string[] {
  const changed = AREAS.filter((area) => diff.changes[area].length > 0);
  const same = AREAS.filter((area) => diff.changes[area].length === 0);
  return [
    `${palette.bad('-')} ${diff.before}`,
    `${palette.good('+')} ${diff.after}`,
    ...section('prompt', promptLines(diff.prompt, palette), palette),
    ...changed.flatMap((area) => section(area, valueLines(diff.changes[area], palette), palette)),
    ...section(
      'rows',
      (diff.rows ?? []).flatMap((part) => rowLine(part)),
      palette,
    ),
    ...section('scores', scoreTable(diff.scores, palette), palette),
    ...section('predictions', diff.predictions === null ? [] : predictionLines(diff.predictions, palette), palette),
    '',
    palette.faint(same.length === 0 ? 'Nothing is the same.' : `The same: ${same.join(', ')}.`),
    ...(diff.rows === null
      ? [palette.faint('Rows and predictions are compared where both are builds in the store.')]
      : []),
  ];
}

const section = (title: string, lines: readonly string[], palette: Palette): string[] =>
  lines.length === 0 ? [] : ['', palette.strong(title), ...lines.map((line) => `  ${line}`.trimEnd())];

function promptLines(changes: BuildDiff['prompt'], palette: Palette): string[] {
  const near = changes.map((_, at) =>
    changes.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== ' '),
  );
  return changes.flatMap(({ sign, text }, at) => {
    if (near[at] !== true) return near[at - 1] === true ? ['…'] : [];
    const line = `${sign} ${shown(text, 200)}`;
    return [sign === '-' ? palette.bad(line) : sign === '+' ? palette.good(line) : line];
  });
}

const valueLines = (changes: BuildDiff['changes']['task'], palette: Palette): string[] => {
  const rows = changes.map(({ name, before, after }) => [name, value(before), value(after)]);
  const [head = '', ...body] = tableLines([{ title: '' }, { title: '-' }, { title: '+' }], rows);
  return [palette.faint(head), ...body];
};

const value = (text: string | null): string =>
  text === null ? '(none)' : /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : shown(text, VALUE);

const rowLine = ({ part, same, added, removed, relabelled }: RowChange): string[] =>
  added.length + removed.length + relabelled.length === 0
    ? []
    : [
        `${part.padEnd(10)}  ${count(added.length)} added, ${count(removed.length)} removed, ` +
          `${count(relabelled.length)} with another output, ${count(same)} the same`,
      ];

function scoreTable(scores: readonly ScoreChange[], palette: Palette): string[] {
  if (scores.length === 0) return [];
  const rows = scores.map(({ who, metric, on, before, after }) => [
    who,
    on,
    titleOf(metric),
    scoreText(before),
    scoreText(after),
    before === null || after === null ? '' : signed(after.value - before.value),
  ]);
  const columns = [
    { title: 'who' },
    { title: 'on' },
    { title: 'metric' },
    { title: '-' },
    { title: '+' },
    { title: 'change', side: 'right' as const },
  ];
  const [head = '', ...body] = tableLines(columns, rows);
  return [palette.faint(head), ...body];
}

const titleOf = (metric: string): string =>
  Object.entries(METRICS).find(([name]) => name === metric)?.[1].title ?? metric;

const scoreText = (score: ScoreChange['before']): string =>
  score === null
    ? '(none)'
    : `${score.value.toFixed(3)} (${score.low.toFixed(3)} to ${score.high.toFixed(3)}, ${count(score.n)} rows)`;

const signed = (change: number): string => `${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(3)}`;
