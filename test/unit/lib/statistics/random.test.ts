import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../lib/statistics/random.ts';

describe('createRandom', () => {
  it('gives the same numbers for the same seed, for ever', () => {
    const random = createRandom('seed');
    expect([random.int(1000), random.int(1000), random.int(1000), random.next()]).toMatchInlineSnapshot(`
      [
        897,
        220,
        275,
        0.4302807167182333,
      ]
    `);
  });

  it('gives other numbers for a neighbouring seed', () => {
    const [one, other] = [createRandom(1), createRandom(2)];
    expect([one.next(), one.next()]).not.toEqual([other.next(), other.next()]);
  });

  it('takes a number and its text for one seed', () => {
    expect(createRandom(7).next()).toBe(createRandom('7').next());
  });

  it('stays at or above 0 and below 1, evenly', () => {
    const random = createRandom(3);
    const drawn = Array.from({ length: 20_000 }, () => random.next());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    // Standard error 0.002.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.008);
  });

  it('draws each whole number below the limit about equally often, the last included', () => {
    const random = createRandom(5);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 9000; draw += 1) {
      const value = random.int(3);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(counts.length).toBe(3);
    // Standard deviation 45.
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(180);
  });

  it('refuses a limit that leaves nothing to draw', () => {
    expect(() => createRandom(1).int(0)).toThrow(RangeError);
    expect(() => createRandom(1).int(1.5)).toThrow(RangeError);
  });

  it('shuffles a copy that keeps every row, undefined ones too', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7, 8, undefined, undefined];
    const shuffled = createRandom(2).shuffle(rows);
    expect(rows).toEqual([1, 2, 3, 4, 5, 6, 7, 8, undefined, undefined]);
    expect(shuffled).not.toEqual(rows);
    expect(shuffled.filter((row) => row === undefined).length).toBe(2);
    expect(shuffled.filter((row) => row !== undefined).toSorted((one, other) => one - other)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('gives each order of three rows about equally often', () => {
    const random = createRandom(11);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw += 1) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Standard deviation 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
