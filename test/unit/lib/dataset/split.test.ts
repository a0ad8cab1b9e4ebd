import { describe, expect, it } from 'vitest';
import { splitRows } from '../../../../lib/dataset/split.ts';

const rows = (count: number, of: (at: number) => Partial<{ group: string; output: string }> = () => ({})) =>
  Array.from({ length: count }, (_, at) => ({ id: `${at}`, group: `${at}`, output: 'a', ...of(at) }));
const sizes = (count: number) => splitRows(rows(count), 'none', 1).validation.length;

describe('splitRows', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [9, 1],
    [100, 20],
    [249, 49],
    [250, 50],
    [500, 100],
    [1000, 200],
    [2500, 500],
    [9000, 500],
  ])('of %d rows validates with %d', (count, validation) => {
    expect(sizes(count)).toBe(validation);
  });

  it('loses no row and keeps the order', () => {
    const all = rows(60);
    const { train, validation } = splitRows(all, 'none', 1);
    expect([...train, ...validation].toSorted((one, other) => Number(one.id) - Number(other.id))).toEqual(all);
    expect(validation.map(({ id }) => Number(id))).toEqual(
      validation.map(({ id }) => Number(id)).toSorted((a, b) => a - b),
    );
  });

  it('keeps the labels’ shares and a label’s last row in training', () => {
    const all = rows(600, (at) => ({ output: at === 599 ? 'once' : at % 10 === 0 ? 'rare' : 'frequent' }));
    const { validation } = splitRows(all, 'outputs', 1);
    const count = (label: string) => validation.filter((row) => row.output === label).length;
    expect([count('frequent'), count('rare'), count('once')]).toEqual([108, 12, 0]);
  });

  it('trains on what the teacher is shown, and on all of its group', () => {
    const all = rows(400, (at) => ({ group: `group ${Math.floor(at / 2)}` }));
    const before = splitRows(all, 'none', 1).validation;
    const shown = new Set(before.map(({ id }) => id).filter((id) => Number(id) % 2 === 0));
    const { train, validation } = splitRows(all, 'none', 1, shown);
    const trained = new Set(train.map(({ id }) => id));
    expect(before.filter(({ id }) => !trained.has(id))).toEqual([]);
    expect(validation).toHaveLength(before.length);
  });

  it('never cuts a group', () => {
    const all = rows(1000, (at) => ({ group: `group ${at % 150}`, output: at % 3 === 0 ? 'a' : 'b' }));
    const { train, validation } = splitRows(all, 'outputs', 5);
    const trained = new Set(train.map((row) => row.group));
    expect(validation.filter((row) => trained.has(row.group))).toEqual([]);
    expect(validation.length).toBeGreaterThan(180);
    expect(validation.length).toBeLessThan(220);
  });

  it('leaves a group that holds nearly all rows in training', () => {
    const all = rows(200, (at) => ({ group: at < 190 ? 'one' : `${at}` }));
    const { train, validation } = splitRows(all, 'none', 1);
    expect(train.filter((row) => row.group === 'one').length).toBe(190);
    expect(validation.length).toBeLessThanOrEqual(10);
  });

  it('is the same for the same seed, whatever the order of the rows, and another for another seed', () => {
    const all = rows(300);
    const ids = (order: typeof all, seed: number) =>
      splitRows(order, 'none', seed)
        .validation.map(({ id }) => id)
        .toSorted();
    expect(ids(all.toReversed(), 1)).toEqual(ids(all, 1));
    expect(ids(all, 2)).not.toEqual(ids(all, 1));
  });
});
