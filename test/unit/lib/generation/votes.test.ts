import { describe, expect, it } from 'vitest';
import { voteLabels, voteTexts } from '../../../../lib/generation/votes.ts';

describe('voteLabels', () => {
  it('takes the majority and its share', () => {
    expect(voteLabels(['b', 'a', 'b'], ['a', 'b'])).toEqual({ output: 'b', agreement: 2 / 3, tie: false });
  });

  it('says that a tie is one, and takes the label voted for first', () => {
    expect(voteLabels(['b', 'a', 'c', 'a', 'b'], ['a', 'b', 'c'])).toEqual({ output: 'b', agreement: 0.4, tie: true });
  });

  it('agrees fully with a single vote', () => {
    expect(voteLabels(['a'], ['a'])).toEqual({ output: 'a', agreement: 1, tie: false });
  });

  it('refuses a vote outside the labels, and no votes', () => {
    expect(() => voteLabels(['a', 'z'], ['a'])).toThrow(RangeError);
    expect(() => voteLabels([], ['a'])).toThrow(RangeError);
  });
});

describe('voteTexts', () => {
  it('takes the text that the others are most like', () => {
    const votes = ['Strada is expensive.', 'Strada is a cheap restaurant.', 'Strada is a cheap place.'];
    const { output, agreement } = voteTexts(votes);
    expect(output).toBe('Strada is a cheap restaurant.');
    // sacrebleu: 39.96856776 with the first as what is expected, 66.22884220 with the last.
    expect(agreement).toBeCloseTo((0.3996856776 + 0.662288422) / 2, 9);
  });

  it('takes the lowest sample of equals', () => {
    expect(voteTexts(['abcd', 'efgh', 'ijkl'])).toEqual({ output: 'abcd', agreement: 0 });
    expect(voteTexts(['x y', '2012', '2012']).output).toBe('2012');
  });

  it('takes equal texts for full agreement, empty ones too', () => {
    expect(voteTexts(['', '', ''])).toEqual({ output: '', agreement: 1 });
    expect(voteTexts(['2012', '2012'])).toEqual({ output: '2012', agreement: 1 });
  });

  it('agrees fully with a single vote, and refuses none', () => {
    expect(voteTexts(['only one'])).toEqual({ output: 'only one', agreement: 1 });
    expect(() => voteTexts([])).toThrow(RangeError);
  });
});
