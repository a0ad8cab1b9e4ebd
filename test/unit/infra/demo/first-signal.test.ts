import { afterEach, expect, it } from 'vitest';
import { Interruption, untilFirstSignal } from '../../../../infra/demo/first-signal.ts';

const heard: string[] = [];
const elsewhere = (): void => void heard.push('elsewhere');

afterEach(() => {
  process.off('SIGHUP', elsewhere);
  heard.length = 0;
});

it('keeps the first signal for the work, and lets who listened before hear the second', async () => {
  process.on('SIGHUP', elsewhere);
  const work = untilFirstSignal(async (interrupted) => {
    process.emit('SIGHUP');
    expect(heard).toEqual([]);
    expect(interrupted.reason).toBeInstanceOf(Interruption);
    expect(interrupted.reason).toMatchObject({ exit: 129, message: 'ended by SIGHUP' });
    process.emit('SIGHUP');
    return 'tidied up';
  });
  expect(await work).toBe('tidied up');
  expect(heard).toEqual(['elsewhere']);
});

it('puts listeners back when no signal came', async () => {
  process.on('SIGHUP', elsewhere);
  const before = process.listenerCount('SIGHUP');
  await untilFirstSignal(() => Promise.resolve());
  expect(process.listenerCount('SIGHUP')).toBe(before);
  process.emit('SIGHUP');
  expect(heard).toEqual(['elsewhere']);
});
