import { describe, expect, it } from 'vitest';
import { previousOf, releaseLine } from '../../../../lib/registry/release-line.ts';

const promote = (to: number) => ({ act: 'promote', to }) as const;
const rollback = (to: number) => ({ act: 'rollback', to }) as const;

describe('releaseLine', () => {
  it('is every promoted version in order', () => {
    expect(releaseLine([promote(1), promote(2), promote(4)])).toEqual([1, 2, 4]);
    expect(previousOf([promote(1), promote(2), promote(4)])).toBe(2);
    expect(previousOf([promote(1)])).toBeNull();
  });

  it('loses at a rollback all behind the version it goes to, so that another one goes further back', () => {
    const once = [promote(1), promote(2), promote(3), rollback(2)];
    expect(releaseLine(once)).toEqual([1, 2]);
    expect(previousOf([...once, rollback(1)])).toBeNull();
    expect(releaseLine([promote(1), promote(2), promote(3), rollback(1)])).toEqual([1]);
  });

  it('goes on from where it was rolled back to', () => {
    expect(releaseLine([promote(1), promote(2), rollback(1), promote(3)])).toEqual([1, 3]);
  });

  it('gets a version back that a rollback goes forward to', () => {
    expect(releaseLine([promote(1), promote(2), rollback(1), rollback(2)])).toEqual([1, 2]);
  });

  it('goes to the nearest of a version that was promoted twice', () => {
    expect(releaseLine([promote(1), promote(2), promote(1), rollback(2)])).toEqual([1, 2]);
    expect(releaseLine([promote(2), promote(1), promote(2), promote(3), rollback(2)])).toEqual([2, 1, 2]);
  });
});
