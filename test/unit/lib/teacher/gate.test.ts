import { describe, expect, it } from 'vitest';
import { createGate } from '../../../../lib/teacher/gate.ts';
import { createScriptedClock } from '../../../support/scripted-clock.ts';

const LIMITS = { first: 2, most: 2 };
const open = new AbortController().signal;

describe('gate', () => {
  it('lets in as many as the window holds, first come first served', async () => {
    const gate = createGate(createScriptedClock(), LIMITS);
    const order: string[] = [];
    const first = await gate.enter(open);
    await gate.enter(open);
    const waiting = ['third', 'fourth'].map(async (name) => {
      const pass = await gate.enter(open);
      order.push(name);
      return pass;
    });
    expect(gate.inFlight()).toBe(2);
    first.leave('answered');
    (await waiting[0])?.leave('answered');
    await waiting[1];
    expect(order).toEqual(['third', 'fourth']);
  });

  it('lets nobody in while it is held', async () => {
    const clock = createScriptedClock();
    const gate = createGate(clock, LIMITS);
    gate.hold(500);
    let inside = false;
    const entering = gate.enter(open).then(() => {
      inside = true;
    });
    await clock.advance(499);
    expect(inside).toBe(false);
    await clock.advance(1);
    await entering;
    expect(inside).toBe(true);
  });

  it('lets in again after a hold that was prolonged, though timers come early', async () => {
    const clock = createScriptedClock();
    const early = { ...clock, wait: async (ms: number) => await clock.wait(Math.max(1, ms - 1)) };
    const gate = createGate(early, LIMITS);
    gate.hold(500);
    await clock.advance(300);
    gate.hold(500);
    const entering = gate.enter(open);
    await clock.advance(500);
    await entering;
    expect(gate.inFlight()).toBe(1);
  });

  it('forgets those whose signal aborts', async () => {
    const gate = createGate(createScriptedClock(), { first: 1, most: 1 });
    const pass = await gate.enter(open);
    const abort = new AbortController();
    const entering = gate.enter(abort.signal);
    abort.abort(new Error('enough'));
    await expect(entering).rejects.toThrow('enough');
    pass.leave('answered');
    expect(gate.inFlight()).toBe(0);
  });
});
