import type { Amount, Price } from '../../contracts/budget.ts';
import type { JournalLine } from './journal-line.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A prompt of `lib/prompts/`, filled in: what is asked, and what an answer must look like. */
export interface Prompt {
  /** File name in `lib/prompts/`; sent as the schema's name. */
  readonly name: string;
  readonly messages: readonly ChatMessage[];
  /** JSON Schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One question to the teacher. Equal questions (all but `check`) are one: paid once, whoever asks. */
export interface TeacherRequest<Answer> {
  readonly prompt: Prompt;
  readonly temperature: number;
  /** Cap on the answer; always sent. */
  readonly maxOutputTokens: number;
  /** Number of the vote or of the call: equal prompts with other samples are other questions. */
  readonly sample: number;
  /** How often a rejected answer is asked for again; each try is a question of its own. Below 128. */
  readonly retries: number;
  /** Reads the parsed JSON: an answer, or the reason why it is none (`not-in-labels`, `empty`, …: a short closed word that is counted). */
  readonly check: (json: unknown) => { readonly answer: Answer } | { readonly rejected: string };
}

export type TeacherReply<Answer> =
  | { readonly index: number; readonly answer: Answer }
  /**
   * Every try was rejected; `reason` is the last one's: of `check`, or `malformed`, `off-schema`, `cut-off`, `refused`,
   * `filtered`, `no-answer`; or, without any paid answer, `too-long` (the prompt does not fit the model).
   */
  | { readonly index: number; readonly rejected: string }
  /** The endpoint served others but not this one, try after try: transport, not an answer. */
  | { readonly index: number; readonly unanswered: string }
  /** Not asked: what is left of the grant does not cover its worst case. */
  | { readonly index: number; readonly unfunded: Amount };

/** Where the teacher is, and how its calls are counted. */
export interface TeacherAccount {
  readonly baseUrl: string;
  /** Names the endpoint in journal keys. */
  readonly identity: string;
  readonly model: string;
  readonly apiKeyEnv: string | null;
  readonly price: Price | null;
  /** Whose calls they are, in the journal. */
  readonly buildId: string;
  /** The piece of that build that asks (`labelInputs/train/0-200`), the same at every attempt: each paid call is counted by the piece that paid it. */
  readonly part: string;
}

/** What one attempt may spend, and what came of it. */
export interface Purse {
  /** Reserves an amount; false where it does not fit into what is left. */
  readonly reserve: (worst: Amount) => boolean;
  /** Replaces a reservation by what was really spent. */
  readonly settle: (reserved: Amount, spent: Amount) => void;
  /** Resolves when the next reservation is settled; null where none is out, so that waiting would bring nothing. */
  readonly nextSettlement: () => Promise<void> | null;
}

/** The large model, behind whatever endpoint. */
export interface Teacher {
  /**
   * Answers in any order, each tied to its request by index; every request gets exactly one reply.
   * Costs at most what the purse gives. When the signal aborts, no new call starts, those in flight are waited for
   * (paid is paid), and the signal's reason is thrown.
   * @param family - of requests that share all but the row: their answers are read together; letters, digits, `.`, `_`, `-`
   * @throws StageFailure for what no other answer can mend: `key-refused`, `key-missing`, `model-unknown`,
   *   `teacher-out-of-credit`, `teacher-refused-request`, `teacher-ignores-cap`, `teacher-unreachable`, `teacher-busy`;
   *   and `store-*` from the journal
   */
  readonly ask: <Answer>(
    account: TeacherAccount,
    family: string,
    requests: readonly TeacherRequest<Answer>[],
    work: { readonly purse: Purse; readonly tally: Tally; readonly signal: AbortSignal },
  ) => AsyncIterable<TeacherReply<Answer>>;
  /** One free question: is the endpoint there, and does it take the key? Throws as `ask` does. */
  readonly probe: (account: TeacherAccount, signal: AbortSignal) => Promise<void>;
  /** Most that one request may cost, all its retries left out: prompt bounded by its bytes, answer by its cap. */
  readonly worstCase: (account: TeacherAccount, request: TeacherRequest<unknown>) => Amount;
}

/** Counts what calls came to; `Spending` is read off it at the end. One for an attempt. */
export interface Tally {
  /** Lines of the journal that answer one question; counted at the first time only, and true then. */
  readonly touch: (account: TeacherAccount, lines: readonly JournalLine[]) => boolean;
  readonly rejected: (reason: string) => void;
}
