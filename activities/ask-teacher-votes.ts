import type { Amount } from '../contracts/budget.ts';
import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { TeacherOnTest } from '../lib/evaluation/teacher-on-test.ts';
import { familyOf } from '../lib/generation/requests.ts';
import { settleVotes } from '../lib/generation/settle-votes.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import type { TeacherAccount } from '../lib/teacher/teacher.ts';
import { collectVotes } from './collect-votes.ts';
import type { Money } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';
import { votesWorstCase } from './votes-worst-case.ts';

/**
 * What the teacher's votes on each test row come to, settled as those on training rows are: how a user would fare who asks
 * several times. The prompt is that of the one answer. A row whose votes were all rejected has no valid answer, which is
 * wrong. Votes on a part of the rows would be paid for in vain: where the money does not hold all of them at worst, none is
 * asked, and where it runs short all the same (rejected answers), no row counts as asked.
 */
export async function askTeacherVotes(
  ports: Pick<CpuPorts, 'teacher' | 'journal'>,
  account: TeacherAccount,
  asked: { readonly spec: TaskSpec; readonly test: readonly Example[]; readonly votes: number },
  money: Money,
): Promise<TeacherOnTest & { readonly unfunded: Amount | null }> {
  const { spec, test, votes } = asked;
  const inputs = test.map((row) => row.input);
  const worst = votesWorstCase(ports.teacher, account, { spec, inputs, votes });
  if (!money.purse.reserve(worst)) return { unfunded: worst, answers: test.map(() => ({ state: 'not-asked' })) };
  money.purse.settle(worst, { usd: 0, tokens: 0, calls: 0 });
  const family = familyOf('test-votes', hashOf({ spec, model: account.model, identity: account.identity }));
  const { byRow, unanswered, unfunded } = await collectVotes(ports, account, family, { spec, inputs, votes }, money);
  await ports.journal.compact(family);
  return {
    unfunded,
    answers: test.map((row, at) => {
      if (unfunded !== null) return { state: 'not-asked' };
      const given = byRow[at] ?? [];
      if (given.length > 0) return { state: 'answered', output: settleVotes(spec, row.input, given).output };
      return unanswered[at] ? { state: 'unanswered' } : { state: 'answered', output: null };
    }),
  };
}
