import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { TeacherOnTest } from '../lib/evaluation/teacher-on-test.ts';
import { familyOf, singleAnswerRequest } from '../lib/generation/requests.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import type { Amount } from '../contracts/budget.ts';
import type { TeacherAccount } from '../lib/teacher/teacher.ts';
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
): Promise<TeacherOnTest & { readonly unfunded: Amount | null }> {
  const requests = test.map((row) => singleAnswerRequest(spec, row.input));
  const family = familyOf('single-answer', hashOf({ spec, model: account.model, identity: account.identity }));
  const { answers, rejected, unfunded } = await askAll(ports.teacher, account, family, requests, money);
  await ports.journal.compact(family);
  return {
    unfunded,
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
