import type { Amount } from '../../contracts/budget.ts';
import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { labelInputPrompt } from '../prompts/label-input.ts';
import { ParseTaskAnswer, parseTaskPrompt } from '../prompts/parse-task.ts';
import { writeInputsPrompt } from '../prompts/write-inputs.ts';
import type { Teacher, TeacherAccount, TeacherRequest } from '../teacher/teacher.ts';
import { labelMaxTokens, PARSE_MAX_TOKENS, RETRIES, WRITE_MAX_TOKENS } from './limits.ts';
import { readInputs } from './read-inputs.ts';
import { readOutput } from './read-output.ts';
import { writingWish } from './writing-wish.ts';

/** Calls for a generated test are numbered from here on, far above any call for training rows. */
const FIRST_TEST_CALL = 1_000_000;
/** The sample that stands for "one answer" in evaluation: none of the votes. */
const SINGLE_ANSWER = 1_000_000;
/** Votes must be able to differ, or their agreement says nothing. */
const VOTE_TEMPERATURE = 0.7;
/** An input in the size of a demonstration, where there is none. */
const TYPICAL_INPUT = 'x'.repeat(1500);

export const parseRequest = (prompt: string): TeacherRequest<ParseTaskAnswer> => ({
  prompt: parseTaskPrompt(prompt),
  temperature: 0,
  maxOutputTokens: PARSE_MAX_TOKENS,
  sample: 0,
  retries: RETRIES,
  check: (json) => {
    const parsed = ParseTaskAnswer.safeParse(json);
    return parsed.success ? { answer: parsed.data } : { rejected: 'off-schema' };
  },
});

/** Call number `call` for new inputs; what it asks for depends on seed and number alone. */
export function writeRequest(
  spec: TaskSpec,
  seed: number,
  purpose: 'train' | 'test',
  call: number,
): TeacherRequest<readonly TaskInput[]> {
  const number = purpose === 'test' ? FIRST_TEST_CALL + call : call;
  return {
    prompt: writeInputsPrompt(spec, writingWish(spec, seed, number)),
    temperature: 1,
    maxOutputTokens: WRITE_MAX_TOKENS,
    // The seed is part of the sample, or another seed would be answered with the rows of the first.
    sample: seed * 2 * FIRST_TEST_CALL + number,
    retries: RETRIES,
    check: (json) => readInputs(spec, json),
  };
}

/** Vote number `vote` (from 0) on an input. */
export const voteRequest = (spec: TaskSpec, input: TaskInput, vote: number): TeacherRequest<string> => ({
  prompt: labelInputPrompt(spec, input),
  temperature: VOTE_TEMPERATURE,
  maxOutputTokens: labelMaxTokens(spec.kind, spec.constraints),
  sample: vote,
  retries: RETRIES,
  check: (json) => readOutput(spec, input, json),
});

/**
 * The one answer that a user of the teacher would get. An answer that is not the JSON asked for is asked again, since that
 * is our envelope; one that breaks the task's constraints stands, and is wrong.
 */
export const singleAnswerRequest = (
  spec: TaskSpec,
  input: TaskInput,
): TeacherRequest<{ readonly output: string | null }> => ({
  ...voteRequest(spec, input, SINGLE_ANSWER),
  temperature: 0,
  check: (json) => {
    const read = readOutput(spec, input, json);
    if ('answer' in read) return { answer: { output: read.answer } };
    return read.rejected === 'off-schema' ? read : { answer: { output: null } };
  },
});

/** Worst case of one call of each sort, for a demonstration-sized input. */
export function callCosts(
  teacher: Teacher,
  account: TeacherAccount,
  spec: TaskSpec,
): { readonly write: Amount; readonly label: Amount } {
  const typical = spec.demonstrations[0]?.input ?? TYPICAL_INPUT;
  return {
    write: teacher.worstCase(account, writeRequest(spec, 0, 'train', 0)),
    label: teacher.worstCase(account, voteRequest(spec, typical, 0)),
  };
}

/** Requests that share all but the row are one family: what a process must load to know which of them are paid. */
export const familyOf = (name: string, hash: string): string => `${name}-${hash.slice(0, 16)}`;
