import { describe, expect, it } from 'vitest';
import { GrantMark, openGrant } from '../../../../lib/teacher/grant.ts';

const EACH = { usd: 1, tokens: 1000, calls: null };
const spent = (share: number) => ({ usd: share, tokens: 1000 * share, calls: 10 * share });
const NOTHING = { usd: 0, tokens: 0, calls: 0 };

describe('grant', () => {
  it('gives the first attempt its share', () => {
    const opened = openGrant({ each: EACH, attempts: 2 }, 1, null);
    expect(opened.limits).toEqual(EACH);
    expect(opened.before).toEqual(NOTHING);
  });

  it('charges an attempt that failed cleanly what it spent', () => {
    const first = openGrant({ each: EACH, attempts: 2 }, 1, null);
    const second = openGrant({ each: EACH, attempts: 2 }, 2, first.mark(spent(0.25), 'settled'));
    expect(second.before).toEqual(spent(0.25));
    expect(second.limits).toEqual(EACH);
  });

  it('charges one that died all that its purse could hold, and what it told where there was no bottom', () => {
    const first = openGrant({ each: EACH, attempts: 2 }, 1, null);
    const second = openGrant({ each: EACH, attempts: 2 }, 2, first.mark(spent(0.25), 'open'));
    expect(second.before).toEqual({ usd: 1, tokens: 1000, calls: 2.5 });
  });

  it('charges attempts that died before they told anything', () => {
    const first = openGrant({ each: EACH, attempts: 4 }, 1, null);
    const fourth = openGrant({ each: EACH, attempts: 4 }, 4, first.mark(spent(0.5), 'settled'));
    expect(fourth.before).toEqual({ usd: 2.5, tokens: 2500, calls: 5 });
  });

  it('is spent when as many attempts have died as were granted', () => {
    const grant = { each: EACH, attempts: 2 };
    const second = openGrant(grant, 2, openGrant(grant, 1, null).mark(NOTHING, 'open'));
    const mark = second.mark(NOTHING, 'open');
    expect(() => openGrant(grant, 3, mark)).toThrow(
      expect.objectContaining({ kind: 'grant-spent', details: { charged: { usd: 2, tokens: 2000, calls: 0 } } }),
    );
  });

  it('never charges more than all attempts were granted', () => {
    const grant = { each: EACH, attempts: 1 };
    const second = openGrant(grant, 2, openGrant(grant, 1, null).mark(spent(0.5), 'settled'));
    expect(second.limits).toEqual({ usd: 0.5, tokens: 500, calls: null });
    const mark = second.mark(spent(0.1), 'open');
    expect(() => openGrant(grant, 3, mark)).toThrow(
      expect.objectContaining({ details: { charged: { usd: 1, tokens: 1000, calls: 6 } } }),
    );
  });

  it('counts deaths where nothing is capped', () => {
    const grant = { each: { usd: null, tokens: null, calls: null }, attempts: 1 };
    const mark = openGrant(grant, 1, null).mark(spent(0.5), 'open');
    expect(() => openGrant(grant, 2, mark)).toThrow(expect.objectContaining({ details: { charged: spent(0.5) } }));
  });

  it('opens for an attempt that was granted nothing, which can still read the journal', () => {
    const each = { usd: 0, tokens: null, calls: null };
    expect(openGrant({ each, attempts: 1 }, 1, null).limits).toEqual(each);
  });

  it('marks what a heartbeat can carry', () => {
    const mark = openGrant({ each: EACH, attempts: 2 }, 1, null).mark(spent(0.5), 'open');
    expect(GrantMark.parse(JSON.parse(JSON.stringify(mark)))).toEqual(mark);
  });
});
