import type { Candidate, DatasetReading } from '../../contracts/candidate.ts';
import { FEW_RETRIES, READING_MAX_TOKENS } from '../generation/limits.ts';
import { nameAt, RankDatasetsAnswer, rankDatasetsPrompt, type TaskToRead } from '../prompts/rank-datasets.ts';
import { createRandom } from '../statistics/random.ts';
import type { TeacherRequest } from '../teacher/teacher.ts';

/** What the teacher said of one dataset. */
export interface ReadDataset extends DatasetReading {
  /** Of the candidate. */
  readonly id: string;
}

/** Words enough for a reason, and no essay in a table. */
const WHY_CHARS = 160;

/**
 * Asks which candidates hold rows that do the task; the answer names each once, the best first. They are shown in an
 * order drawn from the task alone, so that the same ones make the same question wherever the search put them.
 */
export function readingRequest(
  task: TaskToRead,
  candidates: readonly Candidate[],
): TeacherRequest<readonly ReadDataset[]> {
  const byId = candidates.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const shown = createRandom(`reading ${task.instruction}`).shuffle(byId);
  return {
    prompt: rankDatasetsPrompt(task, shown),
    temperature: 0,
    maxOutputTokens: READING_MAX_TOKENS,
    sample: 0,
    retries: FEW_RETRIES,
    check: (json) =>
      readAnswer(
        shown.map(({ id }) => id),
        json,
      ),
  };
}

/** Rejected where a dataset is missing, named twice or made up: what was said of the others would be doubtful too. */
function readAnswer(
  ids: readonly string[],
  json: unknown,
): { readonly answer: readonly ReadDataset[] } | { readonly rejected: string } {
  const parsed = RankDatasetsAnswer.safeParse(json);
  if (!parsed.success) return { rejected: 'off-schema' };
  const { datasets, order } = parsed.data;
  const idOf = new Map(ids.map((id, at) => [nameAt(at), id]));
  const said = new Map(datasets.map((one) => [one.name, one]));
  const answer = order.flatMap((name) => {
    const [id, one] = [idOf.get(name), said.get(name)];
    return id === undefined || one === undefined
      ? []
      : [{ id, does: one.does, why: one.reason.trim().slice(0, WHY_CHARS) }];
  });
  const isWhole =
    datasets.length === ids.length &&
    order.length === ids.length &&
    new Set(answer.map(({ id }) => id)).size === ids.length;
  return isWhole ? { answer } : { rejected: 'not-each-once' };
}
