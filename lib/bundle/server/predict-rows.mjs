import { standing, withTeacher } from './cascade.mjs';
import { badRequest, quoted } from './failure.mjs';
import { checkedAnswer, checkedInput } from './task-input.mjs';

/** Inputs of one request: more would keep the others waiting for long. */
export const MOST_ROWS = 64;

/**
 * `POST /predict`: `{"input": ...}` gives an answer, `{"inputs": [...]}` gives `{"answers": [...]}` in their order.
 * All rows are answered or, where one is bad, none. They are still predicted one by one.
 */
export async function predictRows({ body, signal, pool, limits, teacher }) {
  const { task } = pool;
  const most = Math.min(MOST_ROWS, limits.queue);
  const { inputs, name } = inputsOf(body, most);
  const jobs = inputs.map((input, at) => ({ input: checkedInput(input, task, limits.maxChars, name(at)) }));
  const given = await pool.answer(jobs, signal);
  for (const [at, answer] of given.entries()) checkedAnswer(answer, task, limits.long, name(at));
  const checked = jobs.map(({ input }) => input);
  const answers = await withTeacher(teacher, checked, given, signal);
  const shown = answers.map((answer) => shownOf(answer, task));
  return { answers, body: 'inputs' in body ? { answers: shown } : shown[0] };
}

function inputsOf(body, most) {
  const unknown = Object.keys(body).find((key) => key !== 'input' && key !== 'inputs');
  if (unknown !== undefined)
    throw badRequest(`There is no parameter ${quoted(unknown)}.`, { code: 'unknown_parameter' });
  if (Object.hasOwn(body, 'input') === Object.hasOwn(body, 'inputs')) throw badRequest('Give "input", or "inputs".');
  if (Object.hasOwn(body, 'input')) return { inputs: [body.input], name: () => 'input' };
  const { inputs } = body;
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > most) {
    throw badRequest(`inputs is a list of 1 to ${most} inputs.`, { param: 'inputs' });
  }
  return { inputs, name: (at) => `inputs[${at}]` };
}

function shownOf(answer, { labels }) {
  const { output, scores, inputTokens, outputTokens, cut, ms } = answer;
  const named = scores === null ? null : Object.fromEntries(labels.map(({ name }, at) => [name, scores[at]]));
  const counts = { input_tokens: inputTokens, output_tokens: outputTokens, input_cut: cut };
  return { output, scores: named, ...standing(answer), ...counts, ms };
}
