import { describe, expect, it } from 'vitest';
import { fitTemperature } from '../../../../lib/confidence/fit-temperature.ts';
import { brierScore, calibrationError, reliabilityBins } from '../../../../lib/confidence/reliability.ts';
import { riskCoverage } from '../../../../lib/confidence/risk-coverage.ts';
import { confidenceOf } from '../../../../lib/confidence/sure-rows.ts';
import recorded from '../../../support/recorded/confidence.json' with { type: 'json' };

/** Temperatures are kept to six digits after the point, and the searched minimum is flat: what follows from them differs as little. */
const TOLERANCE = 1e-5;

describe.each(recorded)('a case of temperature $temperature', ({ logits, expected, temperature, brier, ece, area }) => {
  const rows = logits.map((row, at) => ({
    logits: row,
    expected: expected[at] ?? -1,
    answered: row.indexOf(Math.max(...row)),
  }));
  const fitted = fitTemperature(rows);
  const judged = rows.map((row) => ({
    confidence: confidenceOf(row, fitted),
    score: row.answered === row.expected ? 1 : 0,
  }));

  it("has scipy's temperature", () => {
    expect(Math.abs(fitted - temperature)).toBeLessThan(TOLERANCE);
  });

  it("has scikit-learn's Brier score and the paper's calibration error", () => {
    expect(Math.abs(brierScore(judged) - brier)).toBeLessThan(TOLERANCE);
    expect(Math.abs(calibrationError(reliabilityBins(judged)) - ece)).toBeLessThan(TOLERANCE);
  });

  it('has the area under the curve of risk by coverage', () => {
    const whole = judged.map((row) => ({ ...row, familiar: true, teacherScore: null }));
    expect(Math.abs(riskCoverage(whole).area - area)).toBeLessThan(1e-12);
  });
});
