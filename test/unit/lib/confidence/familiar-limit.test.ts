import { describe, expect, it } from 'vitest';
import { familiarLimit } from '../../../../lib/confidence/familiar-limit.ts';

const many = (rows: number) => Array.from({ length: rows }, (_, at) => (at + 1) / rows);

describe('familiarLimit', () => {
  it("is what 95 % of people's rows reach, where those are twenty or more", () => {
    expect(familiarLimit({ people: many(20), generated: [0.01] })).toEqual({ from: 0.1, limitFrom: 'people' });
    expect(familiarLimit({ people: many(100), generated: [] })).toEqual({ from: 0.06, limitFrom: 'people' });
  });

  it('is lowered to what the few rows of people reach', () => {
    const shares = { people: [0.4, 0.9], generated: many(100).map((share) => 0.9 + share / 10) };
    expect(familiarLimit(shares)).toEqual({ from: 0.4, limitFrom: 'people-and-generated' });
  });

  it('is one half at the most, where few people or none wrote rows', () => {
    expect(familiarLimit({ people: [], generated: [0.9, 0.95, 1] })).toEqual({ from: 0.5, limitFrom: 'generated' });
    expect(familiarLimit({ people: [0.9], generated: [] })).toEqual({ from: 0.5, limitFrom: 'people' });
    expect(familiarLimit({ people: [], generated: [0.3, 0.95, 1] })).toEqual({ from: 0.3, limitFrom: 'generated' });
  });
});
