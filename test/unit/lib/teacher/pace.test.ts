import { describe, expect, it } from 'vitest';
import { createPace, type Pace } from '../../../../lib/teacher/pace.ts';

const succeed = (pace: Pace, calls: number): void => {
  for (let call = 0; call < calls; call += 1) pace.succeeded();
};

/** A window of calls that start together, of which so many meet trouble. */
function round(pace: Pace, troubled: number): void {
  const starts = Array.from({ length: pace.window() }, () => pace.started());
  for (const [call, started] of starts.entries()) {
    if (call < troubled) pace.troubled(started);
    else pace.succeeded();
  }
}

describe('pace', () => {
  it('starts with 8 and doubles per round trip up to the most', () => {
    const pace = createPace();
    const windows = [8, 16, 32, 64].map((expected) => {
      const window = pace.window();
      succeed(pace, expected);
      return window;
    });
    expect(windows).toEqual([8, 16, 32, 64]);
    expect(pace.window()).toBe(64);
  });

  it('halves once for a window refused altogether, however many calls were in it', () => {
    const pace = createPace();
    succeed(pace, 56);
    expect(pace.window()).toBe(64);
    round(pace, 64);
    expect(pace.window()).toBe(32);
  });

  it('does not shrink again for calls that started before it shrank', () => {
    const pace = createPace({ first: 8, most: 64 });
    const early = Array.from({ length: 24 }, () => pace.started());
    for (const started of early) pace.troubled(started);
    expect(pace.window()).toBe(4);
  });

  it('grows by two per round trip after the first trouble', () => {
    const pace = createPace({ first: 8, most: 64 });
    round(pace, 8);
    expect(pace.window()).toBe(4);
    round(pace, 0);
    expect(pace.window()).toBe(6);
    round(pace, 0);
    expect(pace.window()).toBe(8);
  });

  it('keeps most of its width where 15 in 100 calls fail at random', () => {
    const pace = createPace();
    succeed(pace, 56);
    for (let rounds = 0; rounds < 100; rounds += 1) round(pace, Math.round(pace.window() * 0.15));
    expect(pace.window()).toBeGreaterThan(55);
  });

  it('never closes altogether', () => {
    const pace = createPace();
    for (let rounds = 0; rounds < 20; rounds += 1) round(pace, pace.window());
    expect(pace.window()).toBe(1);
  });
});
