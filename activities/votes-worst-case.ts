import type { Amount } from '../contracts/budget.ts';
import type { TaskInput } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { voteRequest } from '../lib/generation/requests.ts';
import type { Teacher, TeacherAccount } from '../lib/teacher/teacher.ts';

/** Most that `votes` votes on each input may cost, with one more where they tie; retries left out. Nothing for no votes. */
export function votesWorstCase(
  teacher: Pick<Teacher, 'worstCase'>,
  account: TeacherAccount,
  { spec, inputs, votes }: { readonly spec: TaskSpec; readonly inputs: readonly TaskInput[]; readonly votes: number },
): Amount {
  const calls = votes === 0 ? 0 : votes + 1;
  return inputs
    .map((input) => teacher.worstCase(account, voteRequest(spec, input, 0)))
    .reduce(
      (sum, worst) => ({
        usd: sum.usd + calls * worst.usd,
        tokens: sum.tokens + calls * worst.tokens,
        calls: sum.calls + calls * worst.calls,
      }),
      NOTHING,
    );
}

const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };
