import type { ConfidenceReport } from '../../contracts/confidence.ts';

const rate = (value: number, rows: number) => ({ value, low: value - 0.1, high: Math.min(1, value + 0.1), rows });

/** A small report of a confidence, whose numbers are all different. */
export const CONFIDENCE: ConfidenceReport = {
  of: 'accuracy',
  file: 'int8',
  temperature: 1.25,
  fittedRows: 120,
  on: 'gold',
  rows: 600,
  brier: { before: 0.123, after: 0.111 },
  ece: 0.034,
  eceFromRows: 500,
  bins: [
    { from: 0.8, to: 13 / 15, confidence: 0.84, accuracy: rate(0.8, 100) },
    { from: 14 / 15, to: 1, confidence: 0.97, accuracy: rate(0.96, 500) },
  ],
  riskCoverageArea: 0.045,
  curve: [
    { coverage: 0.5, accuracy: 0.98, cascade: 0.95 },
    { coverage: 1, accuracy: 0.88, cascade: 0.88 },
  ],
  familiar: { from: 0.42, limitFrom: 'people-and-generated', unfamiliarValidation: 0.05, unfamiliarTest: 0.065 },
  choices: [
    {
      coverage: 0.9,
      threshold: 0.612345,
      validation: { kept: 0.9, accuracy: rate(0.94, 108) },
      test: { kept: 0.887, accuracy: rate(0.931, 532) },
      cascade: { accuracy: rate(0.935, 600), usdPer1000: 0.0412, tokensPer1000: 48_800 },
    },
    {
      coverage: 1,
      threshold: 0,
      validation: { kept: 0.95, accuracy: rate(0.91, 114) },
      test: { kept: 0.935, accuracy: rate(0.902, 561) },
      cascade: { accuracy: rate(0.914, 600), usdPer1000: 0.0237, tokensPer1000: 28_100 },
    },
  ],
  teacher: { accuracy: rate(0.95, 600), inputTokens: 400, outputTokens: 32, usdPer1000: 0.365 },
};
