import type { Amount } from '../../contracts/budget.ts';
import type { Attributes } from '../../contracts/plan.ts';
import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { labelInputPrompt } from '../prompts/label-input.ts';
import { ParseTaskAnswer, parseTaskPrompt } from '../prompts/parse-task.ts';
import { proposeAttributesPrompt } from '../prompts/propose-attributes.ts';
import { writeInputsPrompt } from '../prompts/write-inputs.ts';
import type { Teacher, TeacherAccount, TeacherRequest } from '../teacher/teacher.ts';
import {
  ATTRIBUTES_MAX_TOKENS,
  FEW_RETRIES,
  labelMaxTokens,
  PARSE_MAX_TOKENS,
  RETRIES,
  writeMaxTokens,
} from './limits.ts';
import { readAttributes } from './read-attributes.ts';
import { readInputs } from './read-inputs.ts';
import { readOutput } from './read-output.ts';
import { withShown } from './shown-demonstrations.ts';
import { DEFAULT_WRITING, temperatureOf, type Writing } from './writing.ts';
import { type WritingCall, writingWish } from './writing-wish.ts';

/** Calls for a generated test are numbered from here on, far above any call for training rows. */
const FIRST_TEST_CALL = 1_000_000;
/** The sample that stands for "one answer" in evaluation: none of the votes. */
const SINGLE_ANSWER = 1_000_000;
/** Votes must be able to differ, or their agreement says nothing. */
const VOTE_TEMPERATURE = 0.7;
/** An input in the size of a demonstration, where there is none. */
const TYPICAL_INPUT = 'x'.repeat(1500);

/** `needed`: the build cannot go on without; `useful`: it can, and an endpoint that is no help costs three calls at the most. */
export const parseRequest = (prompt: string, worth: 'needed' | 'useful'): TeacherRequest<ParseTaskAnswer> => ({
  prompt: parseTaskPrompt(prompt),
  temperature: 0,
  maxOutputTokens: PARSE_MAX_TOKENS,
  sample: 0,
  retries: worth === 'needed' ? RETRIES : FEW_RETRIES,
  check: (json) => {
    const parsed = ParseTaskAnswer.safeParse(json);
    return parsed.success ? { answer: parsed.data } : { rejected: 'off-schema' };
  },
});

/** Asks once for what inputs are to differ in; the build can go on without. */
export const attributesRequest = (spec: TaskSpec, seed: number): TeacherRequest<Attributes> => ({
  prompt: proposeAttributesPrompt(spec),
  temperature: 1,
  maxOutputTokens: ATTRIBUTES_MAX_TOKENS,
  sample: seed,
  retries: FEW_RETRIES,
  check: (json) => readAttributes(spec, json),
});

/** A call for new inputs; what it asks for depends on seed, number and `writing` alone. */
export function writeRequest(
  spec: TaskSpec,
  place: WritingCall,
  writing: Writing,
): TeacherRequest<readonly TaskInput[]> {
  const number = place.purpose === 'test' ? FIRST_TEST_CALL + place.call : place.call;
  return {
    prompt: writeInputsPrompt(withShown(spec, writing.settings.shown), writingWish(spec, place, writing)),
    temperature: temperatureOf(writing.settings, place.call),
    maxOutputTokens: writeMaxTokens(spec.demonstrations),
    // The seed is part of the sample, or another seed would be answered with the rows of the first.
    sample: place.seed * 2 * FIRST_TEST_CALL + number,
    retries: RETRIES,
    check: (json) => readInputs(spec, json),
  };
}

/** Vote number `vote` (from 0) on an input. */
export const voteRequest = (spec: TaskSpec, input: TaskInput, vote: number): TeacherRequest<string> => ({
  prompt: labelInputPrompt(spec, input),
  temperature: VOTE_TEMPERATURE,
  maxOutputTokens: labelMaxTokens(spec.kind, spec.constraints, spec.labels),
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
    write: teacher.worstCase(account, writeRequest(spec, { seed: 0, purpose: 'train', call: 0 }, DEFAULT_WRITING)),
    label: teacher.worstCase(account, voteRequest(spec, typical, 0)),
  };
}

/** Requests that share all but the row are one family: what a process must load to know which of them are paid. */
export const familyOf = (name: string, hash: string): string => `${name}-${hash.slice(0, 16)}`;
