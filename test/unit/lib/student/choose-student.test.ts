import { describe, expect, it } from 'vitest';
import { chooseStudent, type Contender } from '../../../../lib/student/choose-student.ts';

const NUMBERS = Array.from({ length: 100 }, (_, at) => at);
const ROWS = {
  metric: 'accuracy',
  labels: ['a', 'b'],
  expected: NUMBERS.map(() => 'a'),
  groups: NUMBERS.map(String),
  writtenBy: 'people',
  seed: 1,
} as const;
const ANY = { maxBytes: null, maxLatencyMs: null };

/** A student that is wrong on these rows. */
const contender = (name: string, wrong: readonly number[], over: Partial<Contender> = {}): Contender => ({
  name,
  answers: NUMBERS.map((at) => (wrong.includes(at) ? 'b' : 'a')),
  losses: null,
  bytes: 1000,
  p50Ms: 1,
  ...over,
});
const first = (count: number) => NUMBERS.slice(0, count);

describe('chooseStudent', () => {
  it('takes the cheapest that is within one standard error of the best', () => {
    const { chosen, standings, reason } = chooseStudent(
      ROWS,
      [contender('tfidf', first(11)), contender('encoder', first(10))],
      ANY,
    );
    expect(chosen).toBe(0);
    expect(standings[1]).toMatchObject({ score: 0.9, behind: null });
    expect(standings[0]?.behind?.difference).toBeCloseTo(0.01, 9);
    expect(reason).toMatch(
      /^tfidf 0\.890 accuracy on 100 validation rows: cheaper than the best \(encoder 0\.900\) and 0\.010 ± 0\.0\d+ behind it/i,
    );
  });

  it('takes the best where no cheaper one comes near', () => {
    const { chosen, reason } = chooseStudent(
      ROWS,
      [contender('tfidf', first(20)), contender('encoder', first(10))],
      ANY,
    );
    expect(chosen).toBe(1);
    expect(reason).toContain('the best, and no cheaper one is within one standard error');
  });

  it('takes the best on rows that the teacher invented, the cheapest of equal ones', () => {
    const invented = { ...ROWS, writtenBy: 'teacher' } as const;
    const [worse, best] = [contender('tfidf', first(11)), contender('encoder', first(10))];
    expect(chooseStudent(invented, [worse, best], ANY)).toMatchObject({
      chosen: 1,
      reason: expect.stringContaining('most of them invented'),
    });
    expect(chooseStudent(invented, [contender('tfidf', first(10)), best], ANY).chosen).toBe(0);
  });

  it('measures the distance on the same rows: errors that both make count for neither', () => {
    // Each alone has a standard error of 4 points; of their difference, all on four rows, it is 2.
    const behind = chooseStudent(ROWS, [contender('tfidf', first(24)), contender('encoder', first(20))], ANY);
    expect(behind.chosen).toBe(1);
    const elsewhere = contender('tfidf', [...first(2), ...NUMBERS.slice(60, 82)]);
    expect(chooseStudent(ROWS, [elsewhere, contender('encoder', first(20))], ANY).chosen).toBe(0);
  });

  it('takes the one that is surer of what is right, where almost all answers are right', () => {
    const sure = NUMBERS.map((at) => (at < 2 ? 2 : 0.02));
    const unsure = NUMBERS.map((at) => (at < 2 ? 2 : 0.2));
    const of = (losses: readonly number[]) =>
      chooseStudent(
        ROWS,
        [contender('tfidf', first(2), { losses }), contender('encoder', first(2), { losses: sure })],
        ANY,
      );
    expect(of(sure).chosen).toBe(0);
    const { chosen, standings } = of(unsure);
    expect(chosen).toBe(1);
    expect(standings[0]?.lossBehind?.difference).toBeCloseTo(0.98 * 0.18, 9);
    const better = chooseStudent(
      ROWS,
      [contender('tfidf', first(3), { losses: unsure }), contender('encoder', first(2), { losses: sure })],
      ANY,
    );
    expect(better.chosen).toBe(1);
    expect(better.standings[0]?.behind?.difference).toBeCloseTo(0.01, 9);
    expect(better.standings[0]?.lossBehind?.difference).toBeCloseTo(0.98 * 0.18, 9);
    expect(better.reason).toContain('by it and by log loss');
  });

  it('takes the lowest log loss of those within one standard error of the highest score, and of no others', () => {
    const sure = NUMBERS.map(() => 0.1);
    const unsure = NUMBERS.map(() => 0.6);
    const of = (wrong: number) =>
      chooseStudent(
        { ...ROWS, writtenBy: 'teacher' },
        [contender('tfidf', first(10), { losses: unsure }), contender('encoder', first(wrong), { losses: sure })],
        ANY,
      );
    expect(of(11)).toMatchObject({
      chosen: 1,
      reason: expect.stringMatching(
        /encoder 0\.890 .* within one standard error of the highest score \(tfidf 0\.900\)/,
      ),
    });
    expect(of(20).chosen).toBe(0);
  });

  it('does not choose what exceeds a limit, nor holds others against it', () => {
    const large = contender('encoder', [], { bytes: 5000, p50Ms: 9 });
    const small = contender('tfidf', first(40));
    for (const limits of [
      { ...ANY, maxBytes: 4999 },
      { ...ANY, maxLatencyMs: 8.9 },
    ]) {
      const { chosen, standings } = chooseStudent(ROWS, [small, large], limits);
      expect(chosen).toBe(0);
      expect(standings[0]).toMatchObject({ behind: null, exceeds: null });
      expect(standings[1]?.exceeds).toMatch(/above student\.max/);
    }
    expect(chooseStudent(ROWS, [small, large], { maxBytes: 5000, maxLatencyMs: 9 }).chosen).toBe(1);
  });

  it('chooses nothing where all exceed a limit', () => {
    expect(chooseStudent(ROWS, [contender('tfidf', [])], { ...ANY, maxBytes: 10 })).toMatchObject({
      chosen: null,
      reason: 'every student exceeds a limit of the task',
    });
  });

  it('says so where only one was tried', () => {
    expect(chooseStudent(ROWS, [contender('encoder', first(10))], ANY).reason).toContain('the only one that was tried');
  });

  it('names whom a limit shuts out, the best of them first', () => {
    const limits = { maxBytes: 2000, maxLatencyMs: null };
    const large = { bytes: 3000 };
    const reasonOf = (...others: readonly Contender[]): string =>
      chooseStudent(ROWS, [contender('tfidf', first(20)), ...others], limits).reason;
    expect(reasonOf(contender('encoder', first(10), large))).toMatch(/; above a limit of the task: encoder 0\.900$/);
    expect(reasonOf(contender('encoder', first(10), large), contender('t5', first(12), large))).toMatch(
      /; above a limit of the task: 2, the best of them encoder 0\.900$/,
    );
    expect(reasonOf(contender('encoder', first(10)))).not.toContain('above a limit');
  });
});
