import { describe, expect, it } from 'vitest';
import { confidenceLines } from '../../../../client/terminal/confidence-lines.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { CONFIDENCE } from '../../../support/confidence-report.ts';

const plain = createPalette('plain');

describe('confidenceLines', () => {
  it('shows what each coverage brings', () => {
    expect(confidenceLines(CONFIDENCE, plain)).toMatchInlineSnapshot(`
      [
        "confidence: probability of being right, fitted on 120 validation rows",
        "on 600 gold test rows: Brier score 0.111, calibration error 3.4 %",
        "coverage  confidence from  answered         right of these  right of all, teacher on the rest  $ per 1,000",
        " 100.0 %            0.000    93.5 %  90.2 % (80.2 – 100.0)              91.4 % (81.4 – 100.0)       0.0237",
        "  90.0 %            0.612    88.7 %  93.1 % (83.1 – 100.0)              93.5 % (83.5 – 100.0)       0.0412",
      ]
    `);
  });

  it('says why the error of calibration is not known', () => {
    const [, few] = confidenceLines({ ...CONFIDENCE, ece: null, rows: 99 }, plain);
    expect(few).toBe('on 99 gold test rows: Brier score 0.111, calibration error not known (99 rows of 500)');
  });
});
