/** The teacher behind the model: asked, as the build asked it, for what the model abstains on. Off unless a URL is given. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputText } from '../predict.mjs';
import { UsageError } from './settings.mjs';
import { taskOutput } from './teacher-output.mjs';

/** Tokens beside the answer: models that think before they answer would otherwise end before it. */
const THINKING_TOKENS = 1024;

/** Statuses with which endpoints turn down a parameter: then it is asked for in plainer words. */
const REFUSING = [400, 415, 422, 501];

/** Ways of asking, the best first. The instruction itself asks for JSON. */
const WAYS = [
  (prompt) => ({ temperature: 0, ...capped(prompt), response_format: bySchema(prompt) }),
  (prompt) => ({ ...capped(prompt), response_format: bySchema(prompt) }),
  (prompt) => ({ ...capped(prompt), response_format: { type: 'json_object' } }),
  () => ({}),
];

const capped = ({ maxOutputTokens }) => ({ max_completion_tokens: maxOutputTokens + THINKING_TOKENS });
const bySchema = ({ name, schema }) => ({ type: 'json_schema', json_schema: { name, strict: true, schema } });

/**
 * @typedef {object} TeacherSettings
 * @property {string} url        of an OpenAI-compatible API, such as https://api.openai.com/v1
 * @property {string} model
 * @property {string | null} key  sent to that URL alone: redirects are not followed
 * @property {number} timeoutMs  of one input, waiting for its turn included
 * @property {number} atOnce     calls at the same time
 */

/**
 * Reads how the teacher was asked.
 * @param {TeacherSettings & {folder: string, task: object, onAsked: (result: string, seconds: number) => void,
 *   log: (line: string) => void}} parts `onAsked`: answered, timeout, unreachable, refused or unusable
 * @throws {UsageError} when the bundle does not say how
 */
export async function openTeacher(parts) {
  const path = join(parts.folder, 'teacher-prompt.json');
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new UsageError(`cannot read ${path} (${cause.code}): this bundle does not say how to ask a teacher`, {
      cause,
    });
  });
  return new Teacher(parts, JSON.parse(text));
}

class Teacher {
  #parts;
  #prompt;
  #way = 0;
  #running = 0;
  #waiting = [];
  #failing = false;

  constructor(parts, prompt) {
    this.#parts = parts;
    this.#prompt = prompt;
  }

  /**
   * The teacher's output for an input; null where it gave none in time: that is no failure of the request.
   * @param {unknown} input
   * @param {AbortSignal} gone nobody waits for the answer any more
   * @returns {Promise<string | null>}
   */
  async ask(input, gone) {
    const started = performance.now();
    const signal = AbortSignal.any([gone, AbortSignal.timeout(this.#parts.timeoutMs)]);
    const { output = null, result } = await this.#inTurn(signal, () => this.#question(input, signal)).catch(
      failedResult,
    );
    if (gone.aborted) return null;
    this.#parts.onAsked(result, (performance.now() - started) / 1000);
    this.#tell(result);
    return output;
  }

  async #inTurn(signal, work) {
    // Who ends hands its place over to who waits longest.
    if (this.#running >= this.#parts.atOnce) await this.#turn(signal);
    else this.#running += 1;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #turn(signal) {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((one) => one !== come);
        reject(signal.reason);
      };
      const come = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(come);
    });
  }

  /** Asks in the way that worked last, and in plainer ones where that is refused. */
  async #question(input, signal) {
    for (;;) {
      const way = this.#way;
      const response = await this.#send(WAYS[way](this.#prompt), input, signal);
      if (response.ok) return this.#read(await response.json(), input);
      await response.body?.cancel();
      if (!REFUSING.includes(response.status) || way === WAYS.length - 1) return { result: 'refused' };
      // Another question may have gone on meanwhile.
      this.#way = Math.max(this.#way, way + 1);
    }
  }

  #send(settings, input, signal) {
    const { url, model, key, task } = this.#parts;
    const messages = [...this.#prompt.messages, { role: 'user', content: inputText(input, task.fields) }];
    return fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, messages, ...settings }),
      // The key is for this host alone.
      redirect: 'error',
      signal,
    });
  }

  /** An output of the task, or nothing. */
  #read(completion, input) {
    const content = completion?.choices?.[0]?.message?.content;
    const given = typeof content === 'string' ? outputIn(content) : undefined;
    const output = taskOutput(given, input, this.#parts.task);
    return output === undefined ? { result: 'unusable' } : { output, result: 'answered' };
  }

  /** Says when the teacher stops answering and when it answers again, and nothing between. */
  #tell(result) {
    const fails = result !== 'answered';
    if (fails !== this.#failing) {
      const { host } = new URL(this.#parts.url);
      const now = fails ? `gives no answer (${result}): the model's own are sent, marked` : 'answers again';
      this.#parts.log(`server.mjs: the teacher at ${host} ${now}`);
    }
    this.#failing = fails;
  }
}

function outputIn(content) {
  try {
    return JSON.parse(/\{[\s\S]*\}/.exec(content)?.[0] ?? 'null')?.output;
  } catch {
    return undefined;
  }
}

/** fetch fails with a TypeError where nobody is there or a redirect is sent, JSON with a SyntaxError. */
function failedResult(error) {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return { result: 'timeout' };
  if (error instanceof SyntaxError) return { result: 'unusable' };
  if (error instanceof TypeError) return { result: 'unreachable' };
  throw error;
}
