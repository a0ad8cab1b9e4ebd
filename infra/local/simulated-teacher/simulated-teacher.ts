import { answerRequest } from './answer-request.ts';
import { ChatRequest, fingerprintOf } from './chat-request.ts';
import { createDice } from './dice.ts';
import { noStats, type TeacherStats } from './teacher-stats.ts';

/** Everything that shows this teacher calls it by this name. */
export const SIMULATED_MODEL = 'simulated-teacher';

export interface TeacherCharacter {
  /** All answers and faults derive from it. */
  readonly seed: number;
  /** Share of answers whose JSON breaks off, 0..1. */
  readonly malformed: number;
  /** Share of requests answered with 429, 0..1. */
  readonly rateLimited: number;
  /** Share of votes that are wrong, 0..1. */
  readonly errorRate: number;
}

export interface TeacherReply {
  readonly status: 200 | 400 | 404 | 429;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SimulatedTeacher {
  /** Answers the parsed body of a request for a completion; counts it. */
  readonly complete: (body: unknown) => TeacherReply;
  readonly stats: () => TeacherStats;
}

/** Characters of text that count as one token in `usage`. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * The teacher without its server. The same request gets the same answer each time; faults are drawn anew each time it
 * comes, from the seed, the request and how often it has come.
 */
export function createSimulatedTeacher(character: TeacherCharacter): SimulatedTeacher {
  const stats = noStats();
  const known = new Map<string, { times: number; answeredWell: boolean }>();

  function complete(body: unknown): TeacherReply {
    stats.calls++;
    const parsed = ChatRequest.safeParse(body);
    if (!parsed.success) return refuse(400, `not a chat completion: ${parsed.error.issues[0]?.message ?? ''}`, null);
    const request = parsed.data;
    if (request.model !== SIMULATED_MODEL) {
      return refuse(404, `The only model here is ${SIMULATED_MODEL}, a simulated one`, 'model_not_found');
    }
    const fingerprint = fingerprintOf(request);
    const entry = known.get(fingerprint) ?? { times: 0, answeredWell: false };
    known.set(fingerprint, entry);
    entry.times++;
    const faults = createDice(character.seed, 'fault', fingerprint, entry.times);
    if (faults.chance(character.rateLimited)) return limit();
    const broken = faults.chance(character.malformed);
    if (entry.answeredWell) stats.repeated++;
    entry.answeredWell ||= !broken;
    return answer(request, broken ? 'broken' : 'whole');
  }

  function refuse(status: 400 | 404, message: string, code: string | null): TeacherReply {
    stats.refused++;
    return { status, headers: {}, body: { error: { message, type: 'invalid_request_error', code } } };
  }

  function limit(): TeacherReply {
    stats.rateLimited++;
    const error = { message: 'Rate limit reached (simulated)', type: 'requests', code: 'rate_limit_exceeded' };
    return { status: 429, headers: { 'retry-after': '1' }, body: { error } };
  }

  function answer(request: ChatRequest, state: 'whole' | 'broken'): TeacherReply {
    const name = request.response_format?.json_schema?.name ?? 'none';
    const cap = request.max_completion_tokens ?? request.max_tokens ?? Infinity;
    const choices = Array.from({ length: request.n ?? 1 }, (_, index) => {
      const content = JSON.stringify(answerRequest(request, index, character));
      return choiceOf(index, state === 'broken' ? content.slice(0, -3) : content, cap);
    });
    const promptTokens = tokensOf(JSON.stringify(request.messages));
    const completionTokens = tokensOf(choices.map((choice) => choice.message.content).join(''));
    stats.answered++;
    stats.malformed += state === 'broken' ? 1 : 0;
    stats.promptTokens += promptTokens;
    stats.completionTokens += completionTokens;
    stats.byName[name] = (stats.byName[name] ?? 0) + 1;
    const usage = {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    };
    const id = `chatcmpl-simulated-${stats.answered}`;
    const body = { id, object: 'chat.completion', created: 1, model: SIMULATED_MODEL, choices, usage };
    return { status: 200, headers: {}, body };
  }

  return { complete, stats: () => structuredClone(stats) };
}

/** One choice, cut where the request's cap on tokens is reached, as real endpoints do. */
function choiceOf(index: number, content: string, capTokens: number) {
  const cut = tokensOf(content) > capTokens;
  return {
    index,
    finish_reason: cut ? 'length' : 'stop',
    message: {
      role: 'assistant',
      content: cut ? content.slice(0, capTokens * CHARACTERS_PER_TOKEN) : content,
      refusal: null,
    },
    logprobs: null,
  };
}

const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);
