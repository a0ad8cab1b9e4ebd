import { expect, it } from 'vitest';
import { answerByCopy } from '../../../../lib/baselines/copy.ts';

it('answers each input with itself', () => {
  expect(answerByCopy([], ['one', ' two '])).toEqual(['one', ' two ']);
});
