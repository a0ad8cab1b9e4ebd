import { expect, it } from 'vitest';
import { candidateTitle } from '../../../../lib/student/candidate-title.ts';

it('says what a candidate is made of, and what is cut out of it', () => {
  expect(candidateTitle({ family: 'tfidf', base: null })).toBe('tfidf');
  const encoder = { family: 'encoder', base: 'minilm' } as const;
  expect(candidateTitle({ ...encoder, pruned: { heads: 0, feedForward: 0, layers: 1 / 3 } })).toBe(
    'encoder from minilm, 33 % fewer layers',
  );
  expect(candidateTitle({ ...encoder, pruned: { heads: 0.25, feedForward: 0.5, layers: 0 }, trimmed: true })).toBe(
    'encoder from minilm, 25 % fewer heads, 50 % fewer feed-forward units, trimmed vocabulary',
  );
});
