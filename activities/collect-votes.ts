import type { Amount } from '../contracts/budget.ts';
import type { TaskInput } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { voteRequest } from '../lib/generation/requests.ts';
import { areTied } from '../lib/generation/settle-votes.ts';
import type { TeacherAccount } from '../lib/teacher/teacher.ts';
import { askAll, UNANSWERED } from './ask-all.ts';
import type { Money } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

export interface CollectedVotes {
  /** Valid votes of each input in the order of their samples. */
  readonly byRow: readonly (readonly string[])[];
  /** Inputs of which the endpoint left a vote without any answer: transport, not an answer. */
  readonly unanswered: readonly boolean[];
  /** Worst case of the first call that the grant did not cover; null where it covered all. */
  readonly unfunded: Amount | null;
}

/** `votes` votes on each input; a tie between labels is put to one further vote. */
export async function collectVotes(
  ports: Pick<CpuPorts, 'teacher'>,
  account: TeacherAccount,
  family: string,
  { spec, inputs, votes }: { readonly spec: TaskSpec; readonly inputs: readonly TaskInput[]; readonly votes: number },
  money: Money,
): Promise<CollectedVotes> {
  const byRow: string[][] = inputs.map(() => []);
  const unanswered = inputs.map(() => false);
  const ask = async (asked: readonly { readonly row: number; readonly vote: number }[]) => {
    const requests = asked.flatMap(({ row, vote }) => {
      const input = inputs[row];
      return input === undefined ? [] : [voteRequest(spec, input, vote)];
    });
    const { answers, rejected, unfunded } = await askAll(ports.teacher, account, family, requests, money);
    for (const [index, { row }] of asked.entries()) {
      const answer = answers[index];
      if (answer !== undefined && answer !== null) byRow[row]?.push(answer);
      if (rejected[index] === UNANSWERED) unanswered[row] = true;
    }
    return unfunded;
  };
  const first = inputs.flatMap((_, row) => Array.from({ length: votes }, (_unused, vote) => ({ row, vote })));
  const missing = await ask(first);
  if (missing !== null) return { byRow, unanswered, unfunded: missing };
  const tied = byRow.flatMap((given, row) => (areTied(spec, given) ? [{ row, vote: votes }] : []));
  return { byRow, unanswered, unfunded: tied.length === 0 ? null : await ask(tied) };
}
