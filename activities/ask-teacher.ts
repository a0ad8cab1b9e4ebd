import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { TeacherOnTest } from '../lib/evaluation/teacher-on-test.ts';
import { familyOf, singleAnswerRequest } from '../lib/generation/requests.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import type { Amount } from '../contracts/budget.ts';
import type { Tally, TeacherAccount } from '../lib/teacher/teacher.ts';
import { askAll, UNANSWERED } from './ask-all.ts';
import type { Money } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

/** The teacher as the user's alternative: the full prompt, the demonstrations, one answer a row. */
export async function askTeacher(
  ports: CpuPorts,
  account: TeacherAccount,
  spec: TaskSpec,
  test: readonly Example[],
  money: Money,
): Promise<TeacherOnTest & { readonly unfunded: Amount | null; readonly tokens: MeanTokens }> {
  const requests = test.map((row) => singleAnswerRequest(spec, row.input));
  const family = familyOf('single-answer', hashOf({ spec, model: account.model, identity: account.identity }));
  const { tally, meanTokens } = countingTokens(money.tally);
  const { answers, rejected, unfunded } = await askAll(ports.teacher, account, family, requests, { ...money, tally });
  await ports.journal.compact(family);
  return {
    unfunded,
    tokens: meanTokens(test.length),
    answers: test.map((_, row) => {
      if (rejected[row] === UNANSWERED) return { state: 'unanswered' };
      const answer = answers[row];
      if (answer !== undefined && answer !== null) return { state: 'answered', output: answer.output };
      return rejected[row] === null || rejected[row] === undefined
        ? { state: 'not-asked' }
        : { state: 'answered', output: null };
    }),
  };
}

/** What one row came to, retries included, whichever build paid for it. */
interface MeanTokens {
  readonly input: number;
  readonly output: number;
}

function countingTokens(tally: Tally): { readonly tally: Tally; readonly meanTokens: (rows: number) => MeanTokens } {
  const sum = { input: 0, output: 0 };
  const touch: Tally['touch'] = (account, lines) => {
    const isNew = tally.touch(account, lines);
    if (isNew) {
      sum.input += lines[0]?.usage.input ?? 0;
      sum.output += lines[0]?.usage.output ?? 0;
    }
    return isNew;
  };
  return {
    tally: { ...tally, touch },
    meanTokens: (rows) => ({ input: sum.input / rows, output: sum.output / rows }),
  };
}
