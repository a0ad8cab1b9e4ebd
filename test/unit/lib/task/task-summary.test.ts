import { expect, it } from 'vitest';
import { taskSummary } from '../../../../lib/task/task-summary.ts';

it('gives one line of at most 150 characters', () => {
  expect(taskSummary('Sort\n  it\tnow')).toBe('Sort it now');
  expect(taskSummary('x'.repeat(200))).toBe('x'.repeat(150));
});

it('takes no more than 390 bytes, and cuts between characters', () => {
  expect(taskSummary('日'.repeat(200))).toBe('日'.repeat(130));
});
