import { describe, expect, it } from 'vitest';
import type { Score, Who } from '../../../../contracts/report.ts';
import type { LabelledRows } from '../../../../lib/labelling/labelled-rows.ts';
import type { LabelledCase } from '../../../../lib/labelling/labelled-evidence.ts';
import { labelledVerdict } from '../../../../lib/labelling/labelled-verdict.ts';
import { tangoInterval } from '../../../../lib/statistics/tango.ts';

const score = (who: Who, value: number): Score => ({
  who,
  on: 'gold',
  metric: 'accuracy',
  value,
  low: 0,
  high: 1,
  n: 200,
});
const rows = (found: Partial<LabelledRows>): LabelledRows => ({
  covered: 200,
  differ: 20,
  sampled: 20,
  undecided: 0,
  onlyStudent: 5,
  onlyTeacher: 5,
  rateOf: () => null,
  ...found,
});
const plan = Array.from({ length: 200 }, (_, at) => ({ id: `${at}`, differs: at < 20, random: at >= 180 }));
const CASE: LabelledCase = {
  rows: rows({}),
  plan,
  origin: 'generated',
  margin: 0.05,
  look: 1,
  looks: 1,
  unansweredShare: 0,
  student: score('student-int8', 0.9),
  teacher: score('teacher', 0.9),
  baseline: { who: 'majority', value: 0.3 },
};

const decision = (change: Partial<LabelledCase>) => labelledVerdict({ ...CASE, ...change }).verdict.decision;

describe('labelledVerdict', () => {
  it('ships where the lower limit is above the margin, and says that the inputs are invented', () => {
    const found = labelledVerdict(CASE);
    expect(found.difference).toEqual({
      value: 0,
      ...tangoInterval({ onlyFirst: 5, onlySecond: 5, rows: 200 }, 0.05),
    });
    expect(found.verdict).toEqual({
      decision: 'ship',
      reason:
        "Ship: by people's labels the student is at most 2.9 points worse than the teacher on 200 invented inputs (right on 90.0 % against 90.0 %; 95 % confidence), and better than the best trivial baseline: the most frequent answer has 30.0 %. The inputs are invented: how often either is right on real ones is not known.",
    });
  });

  it('says no where the upper limit is below the margin', () => {
    const { verdict } = labelledVerdict({
      ...CASE,
      rows: rows({ onlyStudent: 0, onlyTeacher: 20 }),
      student: score('student-int8', 0.8),
    });
    expect(verdict).toEqual({
      decision: 'no',
      reason:
        "No: by people's labels the student is at least 7.0 points worse than the teacher on 200 invented inputs (right on 80.0 % against 90.0 %; 95 % confidence): more than the margin of 5.0. The inputs are invented: how often either is right on real ones is not known.",
    });
  });

  it('counts undecided rows against shipping, and against a no as well', () => {
    const shipped = labelledVerdict({ ...CASE, rows: rows({ undecided: 6 }) });
    expect(shipped.difference.low).toBe(tangoInterval({ onlyFirst: 5, onlySecond: 11, rows: 200 }, 0.05).low);
    expect(shipped.verdict.decision).toBe('unproven');
    const refused = labelledVerdict({ ...CASE, rows: rows({ onlyStudent: 0, onlyTeacher: 20, undecided: 8 }) });
    expect(refused.difference.high).toBe(tangoInterval({ onlyFirst: 8, onlySecond: 20, rows: 200 }, 0.05).high);
    expect(refused.verdict.decision).toBe('unproven');
  });

  it('tells how many inputs would settle what is too close', () => {
    const { verdict, needed } = labelledVerdict({ ...CASE, rows: rows({ onlyStudent: 4, onlyTeacher: 14 }) });
    expect(needed).toBe(283);
    expect(verdict.decision).toBe('unproven');
    expect(verdict.reason).toContain(
      '; for one as good as the teacher that takes about 280 rows, and this test has 200.',
    );
  });

  it('proves nothing below 40 rows, without rates, or with rows unanswered', () => {
    expect(decision({ rows: rows({ covered: 39, onlyStudent: 0, onlyTeacher: 0 }), margin: 0.2 })).toBe('unproven');
    expect(decision({ rows: rows({ covered: 40, onlyStudent: 0, onlyTeacher: 0 }), margin: 0.2 })).toBe('ship');
    expect(decision({ student: null })).toBe('unproven');
    expect(decision({ unansweredShare: 0.011 })).toBe('unproven');
    expect(decision({ rows: rows({ covered: 0, differ: 0, onlyStudent: 0, onlyTeacher: 0 }) })).toBe('unproven');
  });

  it('is exploratory from the look after the last that counts, and stricter where several do', () => {
    expect(labelledVerdict({ ...CASE, look: 2 }).verdict.reason).toContain('its numbers are exploratory');
    const shared = labelledVerdict({ ...CASE, look: 2, looks: 2 });
    expect(shared.verdict.decision).toBe('ship');
    expect(shared.difference.low).toBe(tangoInterval({ onlyFirst: 5, onlySecond: 5, rows: 200 }, 0.025).low);
  });

  it('ships nothing that is no better than a trivial baseline', () => {
    expect(labelledVerdict({ ...CASE, baseline: { who: 'tfidf', value: 0.9 } }).verdict.reason).toContain(
      'but no better than a trivial baseline: the linear model over TF-IDF has 90.0 %.',
    );
  });
});
