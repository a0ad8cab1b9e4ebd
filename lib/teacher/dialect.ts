import type { AnswerMode } from './journal-line.ts';

/** Names under which endpoints take the cap on the answer. */
export type CapName = 'max_tokens' | 'max_completion_tokens';

/** What an endpoint and model take; learnt from refusals, which are free. */
export interface Dialect {
  readonly mode: AnswerMode;
  /** Never empty: an answer is always capped. */
  readonly caps: readonly CapName[];
  readonly dropped: readonly Droppable[];
  /** The first is asked for; refused ones are gone. None for models that do not think before they answer. */
  readonly efforts: readonly Effort[];
  /** Tokens beside the answer that a call is given for thinking, which counts as output. */
  readonly thinkingTokens: number;
}
export type Droppable = 'temperature' | 'seed';
/** Values of `reasoning_effort`. */
export type Effort = 'minimal' | 'none' | 'low';

/** OpenAI's models that think before they answer, by themselves or behind a gateway that puts the maker's name before. */
const THINKERS = /(?:^|\/)(?:gpt-5|o\d)(?![^-.:])/;
/** As little as each will take: `gpt-5` knows minimal, later ones none, the `o` models low. */
const EFFORTS: readonly Effort[] = ['minimal', 'none', 'low'];
/** Room for the thinking that is done all the same: a cap for the answer alone would end the call before it. */
const THINKING_TOKENS = 1024;

/** Output tokens that a call to this model may cost beside its answer. */
export const thinkingTokensOf = (model: string): number => (THINKERS.test(model) ? THINKING_TOKENS : 0);

/** OpenAI's own endpoint refuses `max_tokens` for newer models; others know one or the other, so both are sent. */
export function firstDialect({ baseUrl, model }: { readonly baseUrl: string; readonly model: string }): Dialect {
  return {
    mode: 'schema',
    caps:
      new URL(baseUrl).hostname === 'api.openai.com'
        ? ['max_completion_tokens']
        : ['max_completion_tokens', 'max_tokens'],
    dropped: [],
    efforts: THINKERS.test(model) ? EFFORTS : [],
    thinkingTokens: thinkingTokensOf(model),
  };
}

/** What a refusal says about itself. */
export interface Refusal {
  readonly status: number;
  readonly param: string | null;
  readonly message: string;
}

/** Statuses with which endpoints turn down a parameter; 501 is what some proxies say for one they do not implement. */
const STATUSES = [400, 415, 422, 501];

/** What to ask with instead, leaving out or replacing what was refused; null where the refusal is about something else. */
export function adaptDialect(dialect: Dialect, refusal: Refusal): Dialect | null {
  if (!STATUSES.includes(refusal.status)) return null;
  const refused = culprit(refusal);
  if (refused === null) return null;
  if (refused === 'mode') return inNextMode(dialect);
  if (refused === 'temperature' || refused === 'seed') return drop(dialect, refused);
  if (refused === 'reasoning_effort') return withNextEffort(dialect);
  return withoutCap(dialect, refused);
}

const NEXT_MODE = { schema: 'json', json: 'text', text: null } as const satisfies Record<AnswerMode, AnswerMode | null>;

function inNextMode(dialect: Dialect): Dialect | null {
  const mode = NEXT_MODE[dialect.mode];
  return mode === null ? null : { ...dialect, mode };
}

/** A name in quotes or as a whole word; the first one in a message is the refused one, later ones are advice. */
const NAMES =
  /\b(response_format|json_schema|json_object|structured[ _]outputs?|temperature|seed|reasoning_effort|max_completion_tokens|max_tokens)\b/;

function culprit({ param, message }: Refusal): 'mode' | Droppable | CapName | 'reasoning_effort' | null {
  const name = NAMES.exec(param ?? '')?.[1] ?? NAMES.exec(message)?.[1];
  switch (name) {
    case undefined:
      return null;
    case 'temperature':
    case 'seed':
    case 'reasoning_effort':
    case 'max_tokens':
    case 'max_completion_tokens':
      return name;
    default:
      return 'mode';
  }
}

const drop = (dialect: Dialect, name: Droppable): Dialect | null =>
  dialect.dropped.includes(name) ? null : { ...dialect, dropped: [...dialect.dropped, name] };

const withNextEffort = (dialect: Dialect): Dialect | null =>
  dialect.efforts.length === 0 ? null : { ...dialect, efforts: dialect.efforts.slice(1) };

function withoutCap(dialect: Dialect, refused: CapName): Dialect | null {
  if (!dialect.caps.includes(refused)) return null;
  const others = dialect.caps.filter((cap) => cap !== refused);
  if (others.length > 0) return { ...dialect, caps: others };
  // OpenAI's dialect starts with one name alone; the other one is the last resort.
  return refused === 'max_completion_tokens' ? { ...dialect, caps: ['max_tokens'] } : null;
}
