import { describe, expect, it } from 'vitest';
import type { TaskToRead } from '../../../../lib/prompts/rank-datasets.ts';
import { readingRequest } from '../../../../lib/search/reading-request.ts';
import { candidate } from '../../../support/candidate.ts';

const TASK: TaskToRead = {
  instruction: 'Which team answers?',
  instructionEnglish: null,
  kind: 'labels',
  labels: null,
  fields: null,
  demonstrations: [],
};
const IDS = ['local:a', 'local:b', 'local:c', 'local:d', 'local:e', 'local:f'];
const ALL = IDS.map((id) => candidate(id));

type Does = 'yes' | 'partly' | 'no';
const of = (name: string, does: Does = 'no', reason = `about ${name}`) => ({ name, reason, does });

/** Which candidate stands under which letter. */
const lettersOf = (shown: typeof ALL): ReadonlyMap<string, string> => {
  const said = readingRequest(TASK, shown).prompt.messages.at(-1)?.content ?? '';
  return new Map(
    [...said.matchAll(/^Dataset (\w)\ntitle: (\w)$/gm)].map(([, letter = '', title = '']) => [
      letter,
      `local:${title}`,
    ]),
  );
};
const two = ALL.slice(0, 2);
const check = (json: unknown) => readingRequest(TASK, two).check(json);

describe('readingRequest', () => {
  it('is the same question wherever the search put the candidates, in an order that the task draws', () => {
    const { prompt } = readingRequest(TASK, ALL);
    expect(readingRequest(TASK, ALL.toReversed()).prompt).toEqual(prompt);
    const drawn = [...lettersOf(ALL).values()];
    expect(drawn.toSorted()).toEqual(IDS);
    expect(drawn).not.toEqual(IDS);
    const other = readingRequest({ ...TASK, instruction: 'Which crew answers?' }, ALL).prompt.messages.at(-1)?.content;
    expect([...(other ?? '').matchAll(/^title: (\w)$/gm)].map(([, title]) => `local:${title}`)).not.toEqual(drawn);
  });

  it('leaves nothing to chance: temperature 0, one sample, three tries', () => {
    expect(readingRequest(TASK, two)).toMatchObject({ temperature: 0, sample: 0, retries: 2 });
  });

  it('reads letters as candidates, the best first', () => {
    const letters = lettersOf(two);
    expect(check({ datasets: [of('A', 'partly'), of('B', 'yes', ' same rule ')], order: ['B', 'A'] })).toEqual({
      answer: [
        { id: letters.get('B'), does: 'yes', why: 'same rule' },
        { id: letters.get('A'), does: 'partly', why: 'about A' },
      ],
    });
  });

  it.each([
    ['a dataset is missing', { datasets: [of('A')], order: ['A', 'B'] }],
    ['one is named twice', { datasets: [of('A'), of('A')], order: ['A', 'B'] }],
    ['one is made up', { datasets: [of('A'), of('B'), of('C')], order: ['A', 'B'] }],
    ['the order lacks one', { datasets: [of('A'), of('B')], order: ['A'] }],
    ['the order repeats one', { datasets: [of('A'), of('B')], order: ['A', 'A'] }],
    ['the order has one too many', { datasets: [of('A'), of('B')], order: ['A', 'B', 'B'] }],
  ])('rejects an answer where %s', (_, json) => {
    expect(check(json)).toEqual({ rejected: 'not-each-once' });
  });

  it('rejects an answer of another form', () => {
    expect(check({ datasets: [{ ...of('A'), does: 'maybe' }, of('B')], order: ['A', 'B'] })).toEqual({
      rejected: 'off-schema',
    });
  });
});
