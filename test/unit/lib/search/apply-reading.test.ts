import { describe, expect, it } from 'vitest';
import { applyReading } from '../../../../lib/search/apply-reading.ts';
import { candidate } from '../../../support/candidate.ts';

const says = (id: string, does: 'yes' | 'partly' | 'no') => ({ id, does, why: `${id} ${does}` });
const placesOf = (read: ReturnType<typeof applyReading>) => read.map(({ id, fit }) => [id, fit]);

describe('applyReading', () => {
  it('puts what does the task first in the teacher’s order, and what does another one last', () => {
    const found = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => candidate(id));
    const read = applyReading(
      found,
      [says('e', 'no'), says('d', 'yes'), says('f', 'partly'), says('b', 'yes')],
      'labels',
    );
    expect(read.map(({ id }) => id)).toEqual(['d', 'b', 'f', 'a', 'c', 'e']);
  });

  it('takes for good the first that does the task and is proven, and no other', () => {
    const found = ['a', 'b', 'c', 'd'].map((id) =>
      candidate(id, { proven: id !== 'd', fit: id === 'a' ? 'good' : 'possible' }),
    );
    expect(
      placesOf(applyReading(found, [says('d', 'yes'), says('c', 'yes'), says('b', 'yes'), says('a', 'no')], 'labels')),
    ).toEqual([
      ['d', 'possible'],
      ['c', 'good'],
      ['b', 'possible'],
      ['a', 'possible'],
    ]);
  });

  it('takes unproven answers that are no labels on the teacher’s word, where the topic is the task’s', () => {
    const near = candidate('a', { scores: { ...candidate('a').scores, vector: 0.15 } });
    const far = candidate('a', { scores: { ...candidate('a').scores, vector: 0.149 } });
    const fitOf = (found: typeof near, kind: 'text' | 'labels') =>
      applyReading([found], [says('a', 'yes')], kind).map(({ fit }) => fit);
    expect([fitOf(near, 'text'), fitOf(far, 'text'), fitOf(near, 'labels')]).toEqual([
      ['good'],
      ['possible'],
      ['possible'],
    ]);
  });

  it('takes nothing where the teacher sees no more than a part of the task', () => {
    const found = [candidate('a', { proven: true, fit: 'good' })];
    expect(placesOf(applyReading(found, [says('a', 'partly')], 'text'))).toEqual([['a', 'possible']]);
  });

  it('says among the reasons what the teacher said, before all others', () => {
    const [read] = applyReading([candidate('a')], [says('a', 'yes')], 'text');
    expect(read?.reasons).toEqual(['the teacher read rows of it, and they do this task: a yes', '60 rows']);
    expect(read?.reading).toEqual({ does: 'yes', why: 'a yes' });
  });
});
