import type { ConfidenceReport, Rate } from '../../contracts/confidence.ts';
import { countWords, shownChoices } from '../../lib/confidence/told-confidence.ts';
import { metricTitle } from '../../lib/metrics/metric.ts';
import { count } from './numbers.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** What abstaining brings, by coverage; and how far the confidence can be believed. */
export function confidenceLines(confidence: ConfidenceReport, palette: Palette): string[] {
  const { on, rows, fittedRows, brier, ece, eceFromRows, teacher } = confidence;
  const priced = teacher !== null && teacher.usdPer1000 !== null;
  const error =
    ece === null
      ? `calibration error not known (${on === 'generated' ? 'generated rows' : `${count(rows)} rows of ${count(eceFromRows)}`})`
      : `calibration error ${percent(ece)}`;
  const right = countWords(confidence).short;
  const titles = [
    'coverage',
    'confidence from',
    'answered',
    `${right} of these`,
    ...(teacher === null ? [] : [`${right} of all, teacher on the rest`, `${priced ? '$' : 'tokens'} per 1,000`]),
  ];
  const lines = shownChoices(confidence.choices).map(({ coverage, threshold, test, cascade }) => [
    percent(coverage),
    threshold.toFixed(3),
    percent(test.kept),
    rate(test.accuracy),
    ...(cascade === null
      ? []
      : [
          rate(cascade.accuracy),
          cascade.usdPer1000 === null ? count(Math.round(cascade.tokensPer1000)) : cascade.usdPer1000.toFixed(4),
        ]),
  ]);
  const [head = '', ...body] = tableLines(
    titles.map((title) => ({ title, side: 'right' as const })),
    lines,
  );
  return [
    palette.faint(`confidence: ${meaningOf(confidence)}, fitted on ${count(fittedRows)} validation rows`),
    palette.faint(`on ${count(rows)} ${on} test rows: Brier score ${brier.after.toFixed(3)}, ${error}`),
    palette.faint(head),
    ...body,
  ];
}

function meaningOf({ of, counted }: ConfidenceReport): string {
  if (counted !== undefined && counted !== 'whole')
    return `${metricTitle(counted)} to be expected${of === 'accuracy' ? '' : ' against the teacher'}`;
  if (of === 'agreement') return 'probability of agreeing with the teacher';
  return counted === 'whole' ? 'probability of being all right' : 'probability of being right';
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const rate = (of: Rate | null): string =>
  of === null ? '–' : `${percent(of.value)} (${(100 * of.low).toFixed(1)} – ${(100 * of.high).toFixed(1)})`;
