import { describe, expect, it } from 'vitest';
import { editDistance, nearestWord } from '../../../../lib/task/nearest-word.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['exmples', 'examples', 1],
    ['votse', 'votes', 1],
    ['ca', 'abc', 3],
  ])('takes %j to %j in %i edits', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
    expect(editDistance(to, from)).toBe(edits);
  });
});

describe('nearestWord', () => {
  it('finds the key that was meant, whatever its case', () => {
    expect(nearestWord('MaxChar', ['pattern', 'maxChars', 'fromInput'])).toBe('maxChars');
  });
  it('takes the first of equally near ones', () => {
    expect(nearestWord('cat', ['bat', 'hat'])).toBe('bat');
  });
  it('has nothing to name where nothing is known', () => {
    expect(nearestWord('a', [])).toBeNull();
  });
});
