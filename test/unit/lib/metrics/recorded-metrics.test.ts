import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import { scoreNormalisedExactMatch } from '../../../../lib/metrics/exact-match.ts';
import type { Metric } from '../../../../contracts/task-file.ts';
import recorded from '../../../support/recorded/metrics.json' with { type: 'json' };

/** Asked for is 1e-6; both sides compute in doubles, so only the order of sums differs. */
const TOLERANCE = 1e-12;
const { pairs, chrfOfCorpora, labelled } = recorded;
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

  it.each(chrfOfCorpora)('chrF++ of pairs $from to $to together is sacrebleu’s', ({ from, to, chrf }) => {
    const value = METRICS['chrf++'].score(expected.slice(from, to), answers.slice(from, to)).value();
    expect(Math.abs(value - chrf)).toBeLessThan(TOLERANCE);
  });

  it('ROUGE-L of each pair is rouge-score’s', () => {
    expect(
      wrongRows(
        'rouge-l',
        pairs.map((pair) => pair.rougeL),
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
    expect(scoreNormalisedExactMatch(expected, answers).perRow).toEqual(pairs.map((pair) => pair.normalisedExactMatch));
  });

  it.each(labelled)('accuracy and macro-F1 are scikit-learn’s: $name', (sample) => {
    const accuracy = METRICS.accuracy.score(sample.expected, sample.answers).value();
    const macroF1 = METRICS['macro-f1'].score(sample.expected, sample.answers, sample.labels).value();
    expect(Math.abs(accuracy - sample.accuracy)).toBeLessThan(TOLERANCE);
    expect(Math.abs(macroF1 - sample.macroF1)).toBeLessThan(TOLERANCE);
  });
});
