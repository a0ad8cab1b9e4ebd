import type { JournalLine } from './journal-line.ts';
import { type Asking, type Call, type Paid, payForAnswer } from './paid-answer.ts';
import type { Question } from './question.ts';
import { readAnswer } from './read-answer.ts';
import type { Tally, TeacherReply, TeacherRequest } from './teacher.ts';

export interface Row<Answer> {
  readonly index: number;
  readonly request: TeacherRequest<Answer>;
  readonly question: Question;
}

export interface RowParts {
  readonly asking: Asking;
  readonly tally: Tally;
  /** Calls of this process by key, whoever made them. */
  readonly underWay: Map<string, Promise<void>>;
}

/** What the answers that are paid already come to: a reply, or the retry that is to be asked. */
export function fromJournal<Answer>(
  parts: RowParts,
  row: Row<Answer>,
): TeacherReply<Answer> | { readonly retry: number } {
  let reason = '';
  for (let retry = 0; retry <= row.request.retries; retry += 1) {
    const lines = parts.asking.family.find(row.question.key(retry));
    if (lines.length === 0) return { retry };
    const read = readLines(parts, row, lines);
    if ('answer' in read) return { index: row.index, answer: read.answer };
    reason = read.rejected;
  }
  return { index: row.index, rejected: reason };
}

/** Asks from a retry on, until an answer can be used or the tries are over. */
export async function answerRow<Answer>(
  parts: RowParts,
  row: Row<Answer>,
  from: number,
): Promise<TeacherReply<Answer>> {
  const { index, request, question } = row;
  for (let retry = from; ; retry += 1) {
    const key = question.key(retry);
    const paid = await payOrShare(parts, { request, question, retry, key });
    if ('rejected' in paid) parts.tally.rejected(paid.rejected);
    if (!('paid' in paid)) return { index, ...paid };
    const read = readLines(parts, row, parts.asking.family.find(key));
    if ('answer' in read) return { index, answer: read.answer };
    if (retry >= request.retries) return { index, rejected: read.rejected };
  }
}

/** Equal questions in flight are one call: the others take its answer from the journal, or make their own where it brought none. */
async function payOrShare({ asking, underWay }: RowParts, call: Call): Promise<Paid> {
  for (;;) {
    if (asking.family.find(call.key).length > 0) return { paid: call.key };
    const other = underWay.get(call.key);
    if (other) {
      await other;
      asking.stop.throwIfAborted();
      continue;
    }
    const paying = payForAnswer(asking, call);
    const ended = paying.then(noted, noted);
    underWay.set(call.key, ended);
    void ended.then(() => underWay.delete(call.key));
    return await paying;
  }
}

const noted = (): void => {};

/** The first line is the answer; all that the key was paid for are counted. */
function readLines<Answer>(
  parts: RowParts,
  { request, question }: Row<Answer>,
  lines: readonly JournalLine[],
): { readonly answer: Answer } | { readonly rejected: string } {
  const [line] = lines;
  if (!line) throw new Error('the journal has lost a line that it took');
  const first = parts.tally.touch(parts.asking.account, lines);
  const read = readAnswer(line, question.schema);
  const result = 'rejected' in read ? read : request.check(read.json);
  if (first && 'rejected' in result) parts.tally.rejected(result.rejected);
  return result;
}
