import { z } from 'zod';
import type { GivenAnswer } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { LabelSession } from '../../lib/labelling/label-session.ts';
import { goldAnswer, judgedAnswer, type Question } from '../../lib/labelling/question.ts';
import { CommandFailure } from '../command-failure.ts';

/** A line of `--answers`: what is right, which of the answers shown are, or that nobody can say. */
const AnswerLine = z.union([
  z.strictObject({ id: z.string(), label: z.unknown().refine((label) => label !== undefined, 'is missing') }),
  z.strictObject({ id: z.string(), right: z.array(z.string()) }),
  z.strictObject({ id: z.string(), unclear: z.literal(true) }),
]);

/** A row and what a file says of it. */
export interface AnswerRead {
  readonly row: string;
  readonly answer: GivenAnswer;
}

/**
 * Answers in JSON lines, every one checked before any counts.
 * @throws CommandFailure `usage`, naming every line that is wrong
 */
export function readAnswers(text: string, name: string, spec: TaskSpec, session: LabelSession): readonly AnswerRead[] {
  const read = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const answer = answerIn(line, spec, session);
    return [typeof answer === 'string' ? `${name} line ${at + 1}: ${answer}` : answer];
  });
  const problems = read.filter((one) => typeof one === 'string');
  if (problems.length > 0) throw new CommandFailure('usage', problems.join('\n'));
  return read.filter((one) => typeof one !== 'string');
}

function answerIn(line: string, spec: TaskSpec, session: LabelSession): AnswerRead | string {
  const parsed = AnswerLine.safeParse(jsonOf(line));
  if (!parsed.success)
    return 'a line is {"id": ..., "label": ...}, {"id": ..., "right": [...]} or {"id": ..., "unclear": true}.';
  const said = parsed.data;
  const question = session.questionAbout(said.id);
  if (question === null) return `"${said.id}" is none of the rows that are asked; --questions writes them.`;
  if ('unclear' in said) return { row: said.id, answer: { is: 'unclear' } };
  const answer = 'right' in said ? judged(question, said.right) : goldAnswer(spec, question.input, said.label);
  return typeof answer === 'string' ? answer : { row: said.id, answer };
}

function judged({ asks }: Question, right: readonly string[]): GivenAnswer | string {
  if (asks.how !== 'judge') return 'give the label itself, as {"id": ..., "label": ...}.';
  const unknown = right.find((text) => !asks.answers.includes(text));
  return unknown === undefined
    ? judgedAnswer(asks.answers, right)
    : `"${unknown}" is none of the answers shown; what is right but not shown is given as "label".`;
}

/** Undefined where it is no JSON: the shape is refused then. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
