import { describe, expect, it } from 'vitest';
import { askTeacherVotes } from '../../../activities/ask-teacher-votes.ts';
import type { Money } from '../../../activities/paid-stage.ts';
import type { Example } from '../../../contracts/example.ts';
import type { Teacher, TeacherAccount, TeacherReply, TeacherRequest } from '../../../lib/teacher/teacher.ts';
import { createPurse } from '../../../lib/teacher/purse.ts';
import { createTally } from '../../../lib/teacher/tally.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';

const CALL = { usd: 0.01, tokens: 100, calls: 1 };
const ACCOUNT: TeacherAccount = {
  baseUrl: 'http://teacher.example/v1',
  identity: 'here',
  model: 'm',
  apiKeyEnv: null,
  price: null,
  buildId: 'b',
  part: 'evaluate',
};
const test: readonly Example[] = ['first', 'second'].map((input) => ({
  id: input,
  input,
  output: 'billing',
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: input,
}));

/** Votes by the row's input in the order of the samples; `silence` is never answered, `poor` is past the money. */
function votingTeacher(votes: Readonly<Record<string, readonly string[]>>): Teacher & { readonly samples: number[] } {
  const samples: number[] = [];
  const replyTo = <Answer>(request: TeacherRequest<Answer>, index: number): TeacherReply<Answer> => {
    samples.push(request.sample);
    const input = Object.keys(votes).find((name) => request.prompt.messages.at(-1)?.content.includes(name)) ?? '';
    const said = votes[input]?.[request.sample];
    if (said === undefined) throw new Error(`nobody planned vote ${request.sample} on ${input}`);
    if (said === 'silence') return { index, unanswered: 'time-out' };
    if (said === 'poor') return { index, unfunded: CALL };
    const read = request.check({ output: said });
    return 'answer' in read ? { index, answer: read.answer } : { index, rejected: read.rejected };
  };
  return {
    samples,
    // Answers come in any order: here the last first.
    ask: async function* ask(_account, _family, requests) {
      for (const [index, request] of [...requests.entries()].toReversed()) yield replyTo(request, index);
    },
    probe: async () => {},
    worstCase: () => CALL,
  };
}

const unused = () => Promise.reject(new Error('unused'));

async function vote(votes: Parameters<typeof votingTeacher>[0], calls: number | null = null) {
  const teacher = votingTeacher(votes);
  const compacted: string[] = [];
  const read: string[] = [];
  const money: Money = {
    purse: createPurse({ usd: null, tokens: null, calls }),
    tally: createTally(),
    signal: new AbortController().signal,
    reads: (family) => read.push(family),
    progress: () => {},
  };
  const journal = {
    open: unused,
    shipLeftovers: unused,
    close: unused,
    compact: async (family: string) => void compacted.push(family),
  };
  const asked = { spec: TRIAGE_SPEC, test, votes: 3 };
  const { answers, unfunded } = await askTeacherVotes({ teacher, journal }, ACCOUNT, asked, money);
  return { answers, unfunded, samples: teacher.samples, read: new Set(read), compacted };
}

describe('askTeacherVotes', () => {
  it('answers with the majority of the votes on each row', async () => {
    const voted = await vote({
      first: ['delivery', 'billing', 'billing'],
      second: ['delivery', 'delivery', 'billing'],
    });
    expect(voted.answers).toEqual([
      { state: 'answered', output: 'billing' },
      { state: 'answered', output: 'delivery' },
    ]);
    expect(voted.samples.toSorted((one, other) => one - other)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(voted.unfunded).toBeNull();
    expect([...voted.read]).toEqual(voted.compacted);
  });

  it('puts a tie to one vote more, and leaves out votes that break the rules', async () => {
    const voted = await vote({
      first: ['delivery', 'billing', 'nonsense', 'delivery'],
      second: ['billing', 'nonsense', 'nonsense'],
    });
    expect(voted.answers).toEqual([
      { state: 'answered', output: 'delivery' },
      { state: 'answered', output: 'billing' },
    ]);
    expect(voted.samples.filter((sample) => sample === 3)).toHaveLength(1);
  });

  it('tells a row without a valid vote, which is wrong, from one that the endpoint never answered', async () => {
    const voted = await vote({
      first: ['nonsense', 'nonsense', 'nonsense'],
      second: ['nonsense', 'silence', 'nonsense'],
    });
    expect(voted.answers).toEqual([{ state: 'answered', output: null }, { state: 'unanswered' }]);
  });

  it('asks nothing where the money does not hold all votes at worst, and says what they may cost', async () => {
    const votes = { first: ['billing', 'billing', 'billing'], second: ['delivery', 'delivery', 'billing'] };
    // Two rows, three votes each and one more for a tie.
    const poor = await vote(votes, 7);
    expect(poor.answers).toEqual([{ state: 'not-asked' }, { state: 'not-asked' }]);
    expect(poor.unfunded).toMatchObject({ tokens: 800, calls: 8 });
    expect(poor.samples).toEqual([]);
    expect((await vote(votes, 8)).answers).toMatchObject([{ output: 'billing' }, { output: 'delivery' }]);
  });

  it('counts no row as asked where the money does not reach all votes', async () => {
    const voted = await vote({ first: ['billing', 'billing', 'billing'], second: ['billing', 'billing', 'poor'] });
    expect(voted.answers).toEqual([{ state: 'not-asked' }, { state: 'not-asked' }]);
    expect(voted.unfunded).toEqual(CALL);
    const tied = await vote({
      first: ['delivery', 'billing', 'nonsense', 'poor'],
      second: ['billing', 'billing', 'billing'],
    });
    expect(tied.answers).toEqual([{ state: 'not-asked' }, { state: 'not-asked' }]);
  });
});
