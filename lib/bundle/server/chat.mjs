import { standing, withTeacher } from './cascade.mjs';
import { readChat } from './chat-request.mjs';
import { checkedAnswer, checkedInput } from './task-input.mjs';

/**
 * `POST /v1/chat/completions`. The whole answer is there before the first byte of a stream, so that a failure has its
 * status; a stream then brings it in one piece.
 */
export async function completeChat({ body, signal, pool, limits, teacher, stamp }) {
  const { task } = pool;
  const { input, maxTokens, stream, usage } = readChat(body, task);
  const checked = checkedInput(input, task, limits.maxChars, 'messages');
  const given = await pool.answer([{ input: checked, maxTokens }], signal);
  checkedAnswer(given[0], task, limits.long, 'messages');
  const answers = await withTeacher(teacher, [checked], given, signal);
  const [answer] = answers;
  const head = { ...stamp('chatcmpl'), model: task.name };
  return stream ? { answers, events: chunks(head, answer, usage) } : { answers, body: completion(head, answer) };
}

function completion(head, answer) {
  const message = { role: 'assistant', content: answer.output, refusal: null };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: reasonOf(answer) }],
    usage: usageOf(answer),
    input_cut: answer.cut,
    ...standing(answer),
  };
}

function chunks(head, answer, withUsage) {
  const chunk = (delta, reason = null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    ...(withUsage ? { usage: null } : {}),
  });
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    chunk({ content: answer.output }),
    { ...chunk({}, reasonOf(answer)), input_cut: answer.cut, ...standing(answer) },
    ...(withUsage ? [{ ...chunk({}), choices: [], usage: usageOf(answer) }] : []),
  ];
}

const reasonOf = ({ ended }) => (ended ? 'stop' : 'length');

const usageOf = ({ inputTokens, outputTokens }) => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
});

/** `GET /v1/models` and `GET /v1/models/<name>`. */
export const modelEntry = ({ name }, created) => ({ id: name, object: 'model', created, owned_by: 'prompt2model' });
