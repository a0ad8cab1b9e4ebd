import { describe, expect, it } from 'vitest';
import { riskCoverage } from '../../../../lib/confidence/risk-coverage.ts';

const row = (confidence: number, right: boolean, teacher: boolean | null = true, familiar = true) => ({
  confidence,
  score: right ? 1 : 0,
  teacherScore: teacher === null ? null : Number(teacher),
  familiar,
});

describe('riskCoverage', () => {
  it('keeps the surest first, and gives the rest to the teacher', () => {
    const rows = [row(0.4, false), row(0.9, true, false), row(0.7, false, true), row(0.8, true, false)];
    const { area, curve } = riskCoverage(rows);
    expect(curve).toEqual([
      { coverage: 0.25, accuracy: 1, cascade: 0.75 },
      { coverage: 0.5, accuracy: 1, cascade: 1 },
      { coverage: 0.75, accuracy: 2 / 3, cascade: 0.75 },
      { coverage: 1, accuracy: 0.5, cascade: 0.5 },
    ]);
    expect(area).toBeCloseTo((0 + 0 + 1 / 3 + 1 / 2) / 4, 12);
  });

  it('keeps unfamiliar rows last, however sure', () => {
    const { curve } = riskCoverage([row(0.99, false, true, false), row(0.5, true)]);
    expect(curve.map(({ accuracy }) => accuracy)).toEqual([1, 0.5]);
  });

  it('says nothing of the teacher where it did not answer every row', () => {
    const { curve } = riskCoverage([row(0.9, true), row(0.8, true, null)]);
    expect(curve.map(({ cascade }) => cascade)).toEqual([null, null]);
  });

  it('thins out to a hundred points, the last of which is the whole', () => {
    const { curve } = riskCoverage(Array.from({ length: 950 }, (_, at) => row(at / 950, at % 2 === 0)));
    expect(curve).toHaveLength(95);
    expect(curve.at(-1)).toEqual({ coverage: 1, accuracy: 0.5, cascade: 0.5 });
  });
});
