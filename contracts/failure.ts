/** What helps against a failure: the same again, nothing, or a person. */
export type Remedy = 'try-again' | 'give-up' | 'ask';

interface FailureRow {
  readonly remedy: Remedy;
  /** Exit code of the command line for it; the table of codes is in `docs/exit-codes.md`. */
  readonly exit: 2 | 3 | 4 | 5 | 6;
}

/** Every way a stage can fail on purpose. A failure outside this table is a bug, and shows itself as one. Free of zod. */
export const FAILURES = {
  'task-invalid': { remedy: 'give-up', exit: 2 },
  'prompt-unclear': { remedy: 'give-up', exit: 2 },
  'key-missing': { remedy: 'ask', exit: 4 },
  'key-refused': { remedy: 'ask', exit: 4 },
  'model-unknown': { remedy: 'ask', exit: 2 },
  'teacher-refused-request': { remedy: 'give-up', exit: 6 },
  'teacher-out-of-credit': { remedy: 'ask', exit: 5 },
  'teacher-ignores-cap': { remedy: 'give-up', exit: 5 },
  'teacher-unreachable': { remedy: 'try-again', exit: 3 },
  'teacher-busy': { remedy: 'try-again', exit: 3 },
  /** All the attempts that a grant paid for have died: the workflow charges them and decides on another grant. */
  'grant-spent': { remedy: 'give-up', exit: 5 },
  'budget-reached': { remedy: 'ask', exit: 5 },
  'too-few-rows': { remedy: 'ask', exit: 6 },
  'store-unreachable': { remedy: 'try-again', exit: 3 },
  'store-refused': { remedy: 'ask', exit: 3 },
  'store-corrupt': { remedy: 'give-up', exit: 6 },
  /** Where work in progress is kept; the journal and the object store say so themselves. */
  'disk-full': { remedy: 'ask', exit: 6 },
  'no-usable-dataset': { remedy: 'ask', exit: 6 },
  'hub-unreachable': { remedy: 'try-again', exit: 3 },
  'base-model-unusable': { remedy: 'ask', exit: 2 },
  'no-student-fits': { remedy: 'give-up', exit: 6 },
  'trainer-missing': { remedy: 'ask', exit: 3 },
  'trainer-crashed': { remedy: 'try-again', exit: 6 },
  'trainer-stalled': { remedy: 'try-again', exit: 6 },
  'trainer-out-of-memory': { remedy: 'give-up', exit: 6 },
  'trainer-refused-plan': { remedy: 'give-up', exit: 6 },
  /** A batch ended with fewer of its tasks built than it was to: what pauses a schedule. */
  'too-few-built': { remedy: 'ask', exit: 6 },
  'export-differs': { remedy: 'give-up', exit: 6 },
} as const satisfies Record<string, FailureRow>;

export type FailureKind = keyof typeof FAILURES;

export const isFailureKind = (text: string | null | undefined): text is FailureKind =>
  text !== null && text !== undefined && Object.hasOwn(FAILURES, text);

export interface FailureFacts {
  /** The endpoint's wish: no new attempt before this many milliseconds have passed. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** Small JSON-safe values that the workflow decides on. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Keys of OpenAI-like, Hugging Face and AWS make, and bearer headers: replaced wherever a message quotes an endpoint. */
const SECRETS = /\b(?:sk-[\w-]{8,}|hf_\w{8,}|AKIA\w{12,})|(?<=Bearer\s)\S+/g;

/**
 * A foreseen failure, named by its kind. The message says what was being done, to what, and what to do next;
 * what looks like a key in it is replaced.
 */
export class StageFailure extends Error {
  override readonly name = 'StageFailure';
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(kind: FailureKind, message: string, facts: FailureFacts = {}) {
    super(message.replace(SECRETS, '[key]'), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.retryAfterMs = facts.retryAfterMs;
    this.details = facts.details ?? {};
  }
}
