import { describe, expect, it } from 'vitest';
import type { Who } from '../../../../contracts/report.ts';
import { scoredByMean } from '../../../../lib/metrics/scored-rows.ts';
import { decideVerdict } from '../../../../lib/verdict/decide-verdict.ts';
import type { Contestant, VerdictCase } from '../../../../lib/verdict/evidence.ts';

/** Right on all rows but those from `from` to `to`. */
const wrongOn = (who: Who, rows: number, from: number, to: number): Contestant => ({
  who,
  scored: scoredByMean(Array.from({ length: rows }, (_, row) => (row >= from && row < to ? 0 : 1))),
});

/** 200 gold rows; the student fails 12 of them, the teacher 10 others, the majority 80. */
const facts = (other: Partial<VerdictCase> = {}): VerdictCase => {
  const rows = other.groups?.length ?? 200;
  return {
    metric: 'accuracy',
    origin: 'gold',
    groups: Array.from({ length: rows }, (_, row) => `${row}`),
    student: wrongOn('student-int8', rows, 0, 12),
    teacher: wrongOn('teacher', rows, 10, 20),
    baselines: [wrongOn('majority', rows, 0, 80), wrongOn('nearest', rows, 50, 90)],
    gate: { margin: 0.1, openings: 1 },
    opening: 1,
    unansweredShare: 0,
    unusableShare: 0,
    seed: 1,
    ...other,
  };
};
const groups = (count: number): string[] => Array.from({ length: count }, (_, row) => `${row}`);

/** Values between 0.4 and 0.6 that hang on the row, moved up alike on all rows. */
const shifted = (who: Who, shift: number): Contestant => ({
  who,
  scored: scoredByMean(Array.from({ length: 200 }, (_, row) => 0.4 + shift + ((row * 7) % 11) / 50)),
});

describe('decideVerdict', () => {
  it('ships what is surely not worse than the margin and better than the baselines', () => {
    const { verdict, gate, comparisons } = decideVerdict(facts());
    expect(verdict).toEqual({
      decision: 'ship',
      reason:
        'Ship: on 200 of your own rows the student is at most 4.8 points worse than the teacher (accuracy 94.0 against 95.0; 95 % confidence), and better than the best trivial baseline: the nearest neighbour has 80.0 (p < 0.001).',
    });
    expect(gate.lowerLimit).toBeCloseTo(-0.0473460905, 9);
    expect({ ...gate, lowerLimit: null }).toEqual({
      margin: 0.1,
      lowerLimit: null,
      opening: 1,
      openingsAllowed: 1,
      rowsToSettle: null,
    });
    expect(comparisons.map(({ other, metric, difference }) => [other, metric, difference.toFixed(2)])).toEqual([
      ['teacher', 'accuracy', '-0.01'],
      ['majority', 'accuracy', '0.34'],
      ['nearest', 'accuracy', '0.14'],
    ]);
    // Holm: three p values, of which McNemar's of the teacher is the greatest.
    const [teacher, majority, nearest] = comparisons;
    expect(teacher?.holmP).toBe(teacher?.mcnemarP);
    expect(majority?.holmP).toBeCloseTo(3 * (majority?.mcnemarP ?? 0), 20);
    expect(nearest?.holmP).toBeCloseTo(2 * (nearest?.mcnemarP ?? 0), 12);
    // The two-sided 95 % interval is wider than the one-sided limit; 10 against 8 discordant rows.
    expect(comparisons[0]?.low).toBeLessThan(gate.lowerLimit ?? 0);
    expect(comparisons[0]?.mcnemarP).toBeCloseTo(0.815, 3);
  });

  it('is unproven where the lower limit is beyond the margin, and says how many rows would settle it', () => {
    const { verdict, gate } = decideVerdict(facts({ gate: { margin: 0.04, openings: 1 } }));
    expect(verdict.decision).toBe('unproven');
    // (1.6449 · √0.1029 + 0.8416 · √(19/202 − 0.01²))² / 0.03² = 685.9, 0.1029 being Tango's variance at the margin.
    expect(gate.rowsToSettle).toBe(686);
    expect(verdict.reason).toBe(
      'Unproven: on 200 of your own rows the student may be up to 4.8 points worse than the teacher (accuracy 94.0 against 95.0; 95 % confidence), and the margin is 4.0; about 690 rows would settle it.',
    );
  });

  it('says no where even the upper limit is beyond the margin', () => {
    const { verdict } = decideVerdict(
      facts({ student: wrongOn('student-int8', 200, 0, 60), baselines: [wrongOn('majority', 200, 0, 61)] }),
    );
    expect(verdict.decision).toBe('no');
    expect(verdict.reason).toMatchInlineSnapshot(
      `"No: on 200 of your own rows the student is at least 20.3 points worse than the teacher (accuracy 70.0 against 95.0; 95 % confidence): more than the margin of 10.0."`,
    );
  });

  it('compares nothing with a teacher most of whose answers broke the rules', () => {
    const teacher = wrongOn('teacher', 200, 0, 101);
    expect(decideVerdict(facts({ teacher, unusableShare: 0.5 })).verdict.decision).toBe('ship');
    expect(decideVerdict(facts({ teacher, unusableShare: 0.505 })).verdict).toEqual({
      decision: 'unproven',
      reason:
        "Unproven: 50.5 % of the teacher's answers broke the task's rules, so that it is no teacher to be compared with.",
    });
  });

  it('says beside whatever else it finds that a trivial baseline does as well', () => {
    const student = wrongOn('student-int8', 200, 0, 60);
    const reasonWith = (other: Partial<VerdictCase>): string =>
      decideVerdict(facts({ student, baselines: [wrongOn('majority', 200, 0, 60)], ...other })).verdict.reason;
    const said = 'It is no better than a trivial baseline: the most frequent answer has 70.0 (p = 1.000).';
    for (const other of [{}, { origin: 'generated', opening: null } as const, { gate: { margin: 0.25, openings: 1 } }])
      expect(reasonWith(other)).toMatch(new RegExp(`\\. ${said.replaceAll(/[().]/g, '\\$&')}$`));
    expect(reasonWith({ baselines: [wrongOn('majority', 200, 0, 61)] })).not.toContain('trivial baseline');
  });

  it('never ships what a trivial baseline equals', () => {
    const { verdict } = decideVerdict(facts({ baselines: [wrongOn('majority', 200, 0, 12)] }));
    expect(verdict.decision).toBe('unproven');
    expect(verdict.reason).toContain(
      'no better than a trivial baseline: the most frequent answer has 94.0 (p = 1.000)',
    );
  });

  it('splits the error among the openings allowed, and takes later openings for exploratory', () => {
    const gate = { margin: 0.06, openings: 6 };
    expect(decideVerdict(facts({ gate: { ...gate, openings: 1 } })).verdict.decision).toBe('ship');
    const sixth = decideVerdict(facts({ gate, opening: 6 }));
    expect(sixth.verdict.decision).toBe('unproven');
    expect(sixth.verdict.reason).toContain('99.17 % confidence');
    const seventh = decideVerdict(facts({ gate: { margin: 0.5, openings: 6 }, opening: 7 }));
    expect(seventh.verdict.decision).toBe('unproven');
    expect(seventh.verdict.reason).toContain(
      'opening 7 of a test that may decide 6 times; its numbers are exploratory',
    );
  });

  it('proves nothing with fewer than 40 rows', () => {
    const perfect = {
      student: wrongOn('student-int8', 39, 0, 0),
      teacher: wrongOn('teacher', 39, 0, 30),
      baselines: [],
    };
    expect(decideVerdict(facts({ groups: groups(39), ...perfect })).verdict.decision).toBe('unproven');
    const enough = {
      student: wrongOn('student-int8', 40, 0, 0),
      teacher: wrongOn('teacher', 40, 0, 30),
      baselines: [],
    };
    expect(decideVerdict(facts({ groups: groups(40), ...enough })).verdict.decision).toBe('ship');
  });

  it('proves nothing where more than 1 % of the rows were not answered', () => {
    expect(decideVerdict(facts({ unansweredShare: 0.01 })).verdict.decision).toBe('ship');
    const { verdict } = decideVerdict(facts({ unansweredShare: 0.02 }));
    expect(verdict).toEqual({
      decision: 'unproven',
      reason: 'Unproven: the endpoint left 2.0 % of the test rows unanswered, above the 1.0 % that may be left out.',
    });
  });

  it('proves nothing where no row was answered, and without a teacher', () => {
    const none = wrongOn('student-int8', 0, 0, 0);
    const nobody = facts({
      groups: [],
      student: none,
      teacher: { ...none, who: 'teacher' },
      baselines: [],
      unansweredShare: 1,
    });
    expect(decideVerdict(nobody).verdict.decision).toBe('unproven');
    expect(decideVerdict(facts({ teacher: null })).verdict.decision).toBe('unproven');
  });

  it('never ships on invented rows, and calls the number agreement', () => {
    const { verdict, gate, comparisons } = decideVerdict(facts({ origin: 'generated', opening: null }));
    expect(verdict.decision).toBe('unproven');
    // (1.6449 · √0.1215 + 0.8416 · √0.06)² / 0.1² = 60.8, 0.1215 being Tango's variance at the margin.
    expect(verdict.reason).toBe(
      'Unproven: the student agrees with the teacher on 94 % of 200 invented inputs; accuracy unknown. About as good a student takes about 61 rows of your own to prove.',
    );
    expect([gate.lowerLimit, gate.rowsToSettle, comparisons[0]?.metric]).toEqual([null, 61, 'agreement']);
    // (1.6449 · √0.0923 + 0.8416 · √0.005)² / 0.1² = 31.3, and so few prove nothing.
    const close = decideVerdict(
      facts({ origin: 'generated', opening: null, student: wrongOn('student-int8', 200, 0, 1) }),
    );
    expect(close.gate.rowsToSettle).toBe(40);
  });

  it('ships on imported rows only where a person confirmed their dataset', () => {
    expect(decideVerdict(facts({ origin: 'imported' })).verdict.decision).toBe('unproven');
    expect(decideVerdict(facts({ origin: 'imported-confirmed' })).verdict.decision).toBe('ship');
  });

  it('decides other metrics by the bootstrap, from 100 groups on', () => {
    const chrf = {
      metric: 'chrf++' as const,
      student: shifted('student-int8', 0.1),
      teacher: shifted('teacher', 0.12),
    };
    const pairs = groups(200).map((row) => `pair ${Number(row) >> 1}`);
    const shipped = decideVerdict(facts({ ...chrf, groups: pairs, baselines: [shifted('nearest', 0)] }));
    expect(shipped.verdict.decision).toBe('ship');
    expect(shipped.gate.lowerLimit).toBeCloseTo(-0.02, 9);
    expect(shipped.comparisons.map(({ mcnemarP }) => mcnemarP)).toEqual([null, null]);
    const few = decideVerdict(
      facts({ ...chrf, groups: groups(200).map((row) => `group ${Number(row) % 99}`), baselines: [] }),
    );
    expect(few.verdict.reason).toBe(
      'Unproven: chrF++ needs at least 100 independent test rows for an interval, and there are 99.',
    );
    expect(few.comparisons).toEqual([]);
  });
});
