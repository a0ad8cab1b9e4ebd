import { expect, it } from 'vitest';
import type { JournalLine } from '../../../../lib/teacher/journal-line.ts';
import { createTally } from '../../../../lib/teacher/tally.ts';
import { accountAt } from '../../../support/scripted-requests.ts';
import { journalLine } from '../../../support/scripted-lines.ts';

const CHARGED = { usd: 9, tokens: 9, calls: 9 };
const NOT_PAID = { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 };
const counted = (...groups: JournalLine[][]) => {
  const tally = createTally();
  for (const lines of groups) tally.touch(accountAt('http://localhost'), lines);
  return tally.spending(CHARGED);
};

it('counts what this part of this build paid, every line of a question once', () => {
  const twice = [journalLine('a'), journalLine('a', { at: 6, usage: { input: 20, output: 2, source: 'reported' } })];
  expect(counted(twice, twice, [journalLine('b', { usd: null })])).toEqual({
    charged: CHARGED,
    paid: { usd: 0.5, inputTokens: 40, outputTokens: 4, calls: 3 },
    reused: 0,
    rejected: {},
    reported: ['model schema'],
  });
});

it('counts a line of another build as reused', () => {
  expect(counted([journalLine('a', { build: 'earlier' })])).toMatchObject({ paid: NOT_PAID, reused: 1 });
});

it('leaves a line of another part of this build to that part', () => {
  expect(counted([journalLine('a', { part: 'other' })])).toMatchObject({ paid: NOT_PAID, reused: 0 });
});

it('gives reasons in the order of the alphabet', () => {
  const tally = createTally();
  for (const reason of ['off-schema', 'malformed', 'off-schema']) tally.rejected(reason);
  expect(Object.entries(tally.spending(CHARGED).rejected)).toEqual([
    ['malformed', 1],
    ['off-schema', 2],
  ]);
});

it('names every model and way of asking that answers report, once', () => {
  const lines = [
    journalLine('a', { model: 'm-2', fingerprint: 'fp', mode: 'json' }),
    journalLine('b', { model: 'm-1', fingerprint: null }),
    journalLine('c', { model: 'm-1', fingerprint: null }),
  ];
  expect(counted(...lines.map((line) => [line])).reported).toEqual(['m-1 schema', 'm-2 fp json']);
});
