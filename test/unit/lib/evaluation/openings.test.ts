import { describe, expect, it } from 'vitest';
import { openTest } from '../../../../lib/evaluation/openings.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const test = 'a'.repeat(64);
const model = (letter: string) => letter.repeat(64);

describe('openTest', () => {
  it('counts the models that a test was opened for', async () => {
    const store = createMemoryStore();
    expect(await openTest(store, test, model('1'), 'build')).toBe(1);
    expect(await openTest(store, test, model('2'), 'build')).toBe(2);
    expect(await openTest(store, 'b'.repeat(64), model('2'), 'build')).toBe(1);
  });

  it('opens the same test for the same model again for free', async () => {
    const store = createMemoryStore();
    await openTest(store, test, model('1'), 'build');
    await openTest(store, test, model('2'), 'build');
    expect(await openTest(store, test, model('1'), 'another')).toBe(1);
  });
});
