import { describe, expect, it } from 'vitest';
import { decideRound, type Validation } from '../../../../lib/rounds/decide-round.ts';

const ROWS = 100;
const VALIDATION: Validation = {
  metric: 'accuracy',
  labels: ['a', 'b'],
  expected: Array.from({ length: ROWS }, () => 'a'),
  groups: Array.from({ length: ROWS }, (_, row) => `row-${row}`),
  margin: 0.05,
  seed: 1,
};
/** Answers of which the first `wrong` are wrong. */
const answers = (wrong: number) => Array.from({ length: ROWS }, (_, row) => (row < wrong ? 'b' : 'a'));

describe('decideRound', () => {
  it('stops within the margin of what the rows say', () => {
    expect(decideRound(VALIDATION, answers(5), null)).toMatchObject({
      score: 0.95,
      gain: null,
      decision: 'good-enough',
    });
    expect(decideRound(VALIDATION, answers(6), null)).toMatchObject({ score: 0.94, decision: 'again' });
  });

  it('tells the standard error of the score', () => {
    // sqrt(0.8 · 0.2 / 100) = 0.04, give or take what 2,000 resamples leave open.
    expect(decideRound(VALIDATION, answers(20), null).standardError).toBeCloseTo(0.04, 2);
  });

  it('stops where the gain is within its standard error, and goes on where it is beyond', () => {
    const small = decideRound(VALIDATION, [...answers(20)].toReversed(), answers(20));
    expect(small.gain?.difference).toBe(0);
    expect(small.decision).toBe('no-gain');
    const large = decideRound(VALIDATION, answers(20), answers(30));
    expect(large.gain?.difference).toBeCloseTo(0.1, 10);
    // Ten rows changed, all for the better: sqrt(0.1 · 0.9 / 100) = 0.03.
    expect(large.gain?.standardError).toBeCloseTo(0.03, 2);
    expect(large.decision).toBe('again');
  });

  it('stops at a loss, and where nothing changed', () => {
    expect(decideRound(VALIDATION, answers(30), answers(20)).decision).toBe('no-gain');
    expect(decideRound(VALIDATION, answers(20), answers(20)).decision).toBe('no-gain');
  });
});
