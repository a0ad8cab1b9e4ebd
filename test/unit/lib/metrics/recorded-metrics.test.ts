import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import type { Answer } from '../../../../lib/metrics/scored-rows.ts';
import type { Metric } from '../../../../contracts/task-file.ts';
import recorded from '../../../support/recorded/metrics.json' with { type: 'json' };

/** Asked for is 1e-6; both sides compute in doubles, so only the order of sums differs. */
const TOLERANCE = 1e-12;
const { pairs, corpora, labelled } = recorded;
const expected = pairs.map((pair) => pair.expected);
const answers = pairs.map((pair) => pair.answer);

const wrongRows = (metric: Metric, reference: readonly number[]): unknown[] => {
  const perRow = METRICS[metric].score(expected, answers).perRow ?? [];
  return pairs.flatMap((pair, row) => {
    const [ours, theirs] = [perRow[row] ?? Number.NaN, reference[row] ?? Number.NaN];
    return Math.abs(ours - theirs) < TOLERANCE ? [] : [{ ...pair, ours }];
  });
};

describe('against the reference packages', () => {
  it('has at least 200 pairs to compare', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(200);
  });

  it('chrF++ of each pair is sacrebleu’s', () => {
    expect(
      wrongRows(
        'chrf++',
        pairs.map((pair) => pair.chrf),
      ),
    ).toEqual([]);
  });

  it('BLEU of each pair is sacrebleu’s', () => {
    expect(
      wrongRows(
        'bleu',
        pairs.map((pair) => pair.bleu),
      ),
    ).toEqual([]);
  });

  it.each(corpora)('chrF++ and BLEU of pairs $from to $to together are sacrebleu’s', ({ from, to, ...wanted }) => {
    const value = (metric: Metric, given: readonly Answer[]): number =>
      METRICS[metric].score(expected.slice(from, to), given.slice(from, to)).value();
    const gaps = answers.map((answer, row) => (row % 3 === 0 ? null : answer));
    expect(Math.abs(value('chrf++', answers) - wanted.chrf)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('bleu', answers) - wanted.bleu)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('bleu', gaps) - wanted.bleuWithGaps)).toBeLessThan(TOLERANCE);
  });

  it.each(['rouge-1', 'rouge-2', 'rouge-l'] as const)('%s of each pair is rouge-score’s', (metric) => {
    const field = { 'rouge-1': 'rouge1', 'rouge-2': 'rouge2', 'rouge-l': 'rougeL' } as const;
    expect(
      wrongRows(
        metric,
        pairs.map((pair) => pair[field[metric]]),
      ),
    ).toEqual([]);
  });

  it('token F1 of each pair is SQuAD’s', () => {
    expect(
      wrongRows(
        'token-f1',
        pairs.map((pair) => pair.tokenF1),
      ),
    ).toEqual([]);
  });

  it('normalised exact match of each pair is SQuAD’s', () => {
    const { perRow } = METRICS['normalised-exact-match'].score(expected, answers);
    expect(perRow).toEqual(pairs.map((pair) => pair.normalisedExactMatch));
  });

  it.each(labelled)('accuracy, macro-F1, weighted F1 and MCC are scikit-learn’s: $name', (sample) => {
    const value = (metric: Metric): number =>
      METRICS[metric].score(sample.expected, sample.answers, sample.labels).value();
    expect(Math.abs(value('accuracy') - sample.accuracy)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('macro-f1') - sample.macroF1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('weighted-f1') - sample.weightedF1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('mcc') - sample.mcc)).toBeLessThan(TOLERANCE);
  });
});
