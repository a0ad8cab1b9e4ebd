import { describe, expect, it } from 'vitest';
import { pendingLines } from '../../../../client/terminal/pending-lines.ts';
import { progressText } from '../../../../client/terminal/progress-text.ts';

describe('progressText', () => {
  it.each([
    [{ asked: 1200, done: 70, money: { usd: 1 } }, '70 of 1,200 answers'],
    [{ trainer: 'loading the base model' }, 'trainer: loading the base model'],
    [{ trainer: 'starting', silentSeconds: 35 }, 'trainer: starting, silent for 35 s'],
    [{ step: 7, validationLoss: 0.5, silentSeconds: 5 }, 'step 7, validation loss 0.500'],
    [{ money: { usd: 1 } }, ''],
    [null, ''],
    [{ step: 'seven' }, ''],
  ])('says of %j: %s', (details, text) => {
    expect(progressText(details)).toBe(text);
  });
});

describe('pendingLines', () => {
  const activity = { activity: 'labelInputs', id: '7', attempt: 1, running: true, heartbeat: null, lastFailure: null };

  it('tells equal activities once, with their number', () => {
    expect(pendingLines([activity, activity, { ...activity, heartbeat: { asked: 9, done: 1 } }])).toEqual([
      'labelInputs (2 times)',
      'labelInputs · 1 of 9 answers',
    ]);
  });
  it('tells who waits, for what, and after which failure', () => {
    const again = { ...activity, running: false, attempt: 3, lastFailure: 'teacher-busy: 429\n  slow down' };
    expect(pendingLines([{ ...activity, running: false }, again])).toEqual([
      'labelInputs · waits for a worker',
      'labelInputs · waits for attempt 3',
      '  after teacher-busy: 429 slow down',
    ]);
  });
});
