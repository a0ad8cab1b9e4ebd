import type { Amount } from '../contracts/budget.ts';
import { StageFailure } from '../contracts/failure.ts';
import type { Teacher, TeacherAccount, TeacherRequest } from '../lib/teacher/teacher.ts';
import type { Money } from './paid-stage.ts';

export interface Asked<Answer> {
  /** By request, in their order; null where every try was rejected or the money did not reach. */
  readonly answers: readonly (Answer | null)[];
  /** Reason of the last try, by request; null where there is an answer or nobody was asked. */
  readonly rejected: readonly (string | null)[];
  /** Worst case of the first request that the grant did not cover; null where it covered all. */
  readonly unfunded: Amount | null;
}

/** Stands where the endpoint served others but never this request: transport, not an answer. */
export const UNANSWERED = 'unanswered';

/** Asks all requests of one family and puts the replies in the order of the requests, whatever order they came in. */
export async function askAll<Answer>(
  teacher: Teacher,
  account: TeacherAccount,
  family: string,
  requests: readonly TeacherRequest<Answer>[],
  money: Money,
): Promise<Asked<Answer>> {
  const answers: (Answer | null)[] = Array.from({ length: requests.length }, () => null);
  const rejected: (string | null)[] = Array.from({ length: requests.length }, () => null);
  let unfunded: Amount | null = null;
  let done = 0;
  money.reads(family);
  for await (const reply of teacher.ask(account, family, requests, money)) {
    done += 1;
    if ('answer' in reply) answers[reply.index] = reply.answer;
    else if ('rejected' in reply) rejected[reply.index] = reply.rejected;
    else if ('unanswered' in reply) rejected[reply.index] = UNANSWERED;
    else unfunded ??= reply.unfunded;
    money.progress({ asked: requests.length, done });
  }
  return { answers, rejected, unfunded };
}

/**
 * The answer to a single question that the work cannot go on without.
 * @throws StageFailure `budget-reached` where the grant does not cover it, `prompt-unclear` where every try was rejected
 */
export async function askOne<Answer>(
  teacher: Teacher,
  account: TeacherAccount,
  family: string,
  request: TeacherRequest<Answer>,
  money: Money,
): Promise<Answer> {
  const asked = await askIfUseful(teacher, account, family, request, money);
  if ('answer' in asked) return asked.answer;
  throw new StageFailure(
    'prompt-unclear',
    `The teacher could not read the task from the prompt (${asked.refused}). Say \`kind\` and \`labels\` in a task file.`,
  );
}

/**
 * The answer to a single question that the work can go on without, or why there is none.
 * @throws StageFailure `budget-reached` where the grant does not cover it
 */
export async function askIfUseful<Answer>(
  teacher: Teacher,
  account: TeacherAccount,
  family: string,
  request: TeacherRequest<Answer>,
  money: Money,
): Promise<{ readonly answer: Answer } | { readonly refused: string }> {
  const { answers, rejected, unfunded } = await askAll(teacher, account, family, [request], money);
  const [answer] = answers;
  if (answer !== undefined && answer !== null) return { answer };
  if (unfunded === null) return { refused: rejected[0] ?? UNANSWERED };
  throw new StageFailure(
    'budget-reached',
    `The budget does not hold one call of ${unfunded.tokens} tokens ($${unfunded.usd.toFixed(4)}) at worst. Raise \`budget\` and submit the task again.`,
  );
}
