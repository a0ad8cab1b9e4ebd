import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfidenceReport } from '../../../../contracts/confidence.ts';
import { confidenceSection } from '../../../../lib/report-page/confidence-section.ts';
import { CONFIDENCE } from '../../../support/confidence-report.ts';
import { PAGE_FACTS } from '../../../support/page-facts.ts';

const sectionOf = (confidence: ConfidenceReport, simulated = false): string => {
  const { report, provenance } = PAGE_FACTS;
  const teacher = { ...provenance.teacher, simulated };
  return confidenceSection({ ...PAGE_FACTS, report: { ...report, confidence }, provenance: { ...provenance, teacher } })
    .markup;
};
const wordsOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00A0', ' ')
    .replaceAll(/\s+/g, ' ');
const WORDS = wordsOf(sectionOf(CONFIDENCE));

describe('confidenceSection', () => {
  it('says what the confidence is of, what it was fitted on and what it was measured on', () => {
    expect(WORDS).toContain(
      'The confidence of an answer is the probability that it is right. Fitted on 120 validation rows',
    );
    expect(WORDS).toContain('(temperature 1.25), measured on 600 gold test rows with the file that ships.');
  });

  it('gives the error of calibration, or says how many rows it lacks', () => {
    expect(WORDS).toContain('Calibration error 3.4 % expected, over 15 bins');
    const few = wordsOf(sectionOf({ ...CONFIDENCE, ece: null, rows: 99 }));
    expect(few).toContain('Calibration error not known not enough rows: 99, 500 are needed');
  });

  it('shows each coverage with what is right alone and with the teacher, the whole first, and what that costs', () => {
    expect(WORDS).toContain('100.0 % 0.000 93.5 % 90.2 % (80.2 – 100.0) 91.4 % (81.4 – 100.0) $0.0237');
    expect(WORDS).toContain('90.0 % 0.612 88.7 % 93.1 % (83.1 – 100.0) 93.5 % (83.5 – 100.0) $0.0412');
    expect(WORDS.indexOf('100.0 % 0.000')).toBeLessThan(WORDS.indexOf('90.0 % 0.612'));
    expect(WORDS).toContain('teacher alone 0.0 % 95.0 % (85.0 – 100.0) $0.3650');
  });

  it('counts tokens where the price is not known', () => {
    const teacher = { ...ConfidenceReport.shape.teacher.unwrap().parse(CONFIDENCE.teacher), usdPer1000: null };
    const choices = CONFIDENCE.choices.map((choice) => ({
      ...choice,
      cascade: choice.cascade === null ? null : { ...choice.cascade, usdPer1000: null },
    }));
    const words = wordsOf(sectionOf({ ...CONFIDENCE, teacher, choices }));
    expect(words).toContain('Tokens per 1,000 inputs');
    expect(words).toContain('91.4 % (81.4 – 100.0) 28,100');
    expect(words).toContain('95.0 % (85.0 – 100.0) 432,000');
  });

  it('says nothing of a teacher that was not asked', () => {
    const curve = CONFIDENCE.curve.map((point) => ({ ...point, cascade: null }));
    const choices = CONFIDENCE.choices.map((choice) => ({ ...choice, cascade: null }));
    const words = wordsOf(sectionOf({ ...CONFIDENCE, teacher: null, curve, choices }, true));
    expect(words.toLowerCase()).not.toContain('teacher');
  });

  it('speaks of agreement on generated rows, and of a simulated teacher', () => {
    const generated = { ...CONFIDENCE, of: 'agreement', on: 'generated', ece: null } as const;
    const words = wordsOf(sectionOf(generated, true));
    expect(words).toContain('the probability that the teacher’s vote would be the same');
    expect(words).toContain('the test rows are generated');
    expect(words).toContain('Agreeing of these');
    expect(words).not.toMatch(/\bright\b(?! either)/i);
    expect(words).toContain('The teacher is simulated, and so are its prices.');
  });

  it('draws every bin at its place', () => {
    const marks = [...sectionOf(CONFIDENCE).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)];
    const drawn = z
      .array(z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()]))
      .parse(marks.map(([, x, y, radius]) => [x, y, radius]));
    // From 70 to 100 %: the panel is 290 wide and 220 high, its lower left corner at 56, 276.
    expect(drawn).toEqual([
      [191.3, 202.7, 4],
      [317, 85.3, 9],
    ]);
  });

  it('is empty without a confidence', () => {
    expect(confidenceSection(PAGE_FACTS).markup).toBe('');
  });
});
