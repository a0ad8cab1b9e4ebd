import { describe, expect, it } from 'vitest';
import { groupRows } from '../../../../lib/dataset/groups.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const PASSAGE = 'The Danube rises in the Black Forest and flows through ten countries before it reaches the Black Sea.';
const row = (id: string, input: string | Record<string, string>, output = 'a') => ({ id, input, output });

describe('groupRows', () => {
  it('leaves unrelated rows alone', () => {
    expect(groupRows([row('1', 'where is my parcel'), row('2', 'the invoice is wrong')], 'labels')).toEqual(['1', '2']);
  });

  it('joins rows that share a passage, under the lowest id', () => {
    const rows = [
      row('c', { context: PASSAGE, question: 'Where does it rise?' }),
      row('b', { context: 'Another passage that has nothing at all to do with rivers.', question: 'Why?' }),
      row('a', { context: PASSAGE.toUpperCase(), question: 'How many countries?' }),
    ];
    expect(groupRows(rows, 'labels')).toEqual(['a', 'b', 'a']);
  });

  it('joins rows whose passages nearly agree', () => {
    const rows = [
      row('1', { context: PASSAGE, question: 'Where does it rise?' }),
      row('2', { context: PASSAGE.replace('ten', 'nine'), question: 'What is the sea called?' }),
    ];
    expect(groupRows(rows, 'labels')).toEqual(['1', '1']);
  });

  it('does not join rows over short values or over categories', () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 60 }, (_, at) =>
      row(`${100 + at}`, {
        country: 'Chile',
        department: at % 2 === 0 ? 'Department of customer affairs' : 'Department of internal affairs',
        text: Array.from({ length: 40 }, () => random.int(2 ** 32).toString(36)).join(' '),
      }),
    );
    expect(new Set(groupRows(rows, 'labels')).size).toBe(60);
  });

  it('joins near duplicates in a chain, whatever the order of the rows', () => {
    const text = 'please send the parcel to my new address in the old town as soon as you can';
    const one = row('1', text);
    const two = row('2', text.replace('old', 'new'));
    const three = row('3', text.replace('old', 'new').replace('soon', 'fast'));
    expect(groupRows([one, two, three], 'labels')).toEqual(['1', '1', '1']);
    expect(groupRows([three, one, two], 'labels')).toEqual(['1', '1', '1']);
  });

  it('joins texts with near inputs only where their outputs are near too', () => {
    const input = 'name[Strada], priceRange[cheap], customer rating[average], familyFriendly[yes]';
    const rows = [
      row('1', input, 'Strada is a cheap family friendly restaurant with an average rating.'),
      row(
        '2',
        input.replace('yes', 'no'),
        'There is an inexpensive place called Strada, but leave the children at home.',
      ),
      row('3', input.replace('cheap', 'chea'), 'Strada is a cheap, family friendly restaurant with an average rating.'),
    ];
    for (const kind of ['labels', 'extract', 'structured'] as const)
      expect(groupRows(rows, kind)).toEqual(['1', '1', '1']);
    for (const kind of ['text', 'edit', 'code'] as const) expect(groupRows(rows, kind)).toEqual(['1', '2', '1']);
  });

  it('groups many copies of one text in time', () => {
    const rows = Array.from({ length: 4000 }, (_, at) => row(String(at), 'the very same question again and again'));
    expect(new Set(groupRows(rows, 'labels')).size).toBe(1);
  });
});
