import { FAILURES, isFailureKind, StageFailure } from '../contracts/failure.ts';

/** Ways in which a command itself ends badly, beside the failures of stages; with their exit codes. */
export const COMMAND_FAILURES = {
  usage: { exit: 2, meaning: 'the command line is not understood' },
  'build-unknown': { exit: 2, meaning: 'no build has that id or name' },
  'not-waiting': { exit: 2, meaning: 'the build does not wait for what the command decides' },
  'nothing-to-label': { exit: 2, meaning: 'people cannot label the test rows of the build' },
  'batch-unknown': { exit: 2, meaning: 'no batch has that id or name' },
  'schedule-unknown': { exit: 2, meaning: 'no schedule has that name' },
  'folder-taken': { exit: 2, meaning: 'the folder to write into holds something else' },
  'bundle-unusable': { exit: 2, meaning: 'the folder is no bundle, or its model cannot answer the input' },
  'not-served': { exit: 2, meaning: 'the server of a bundle could not start; its own message says why' },
  'release-unknown': { exit: 2, meaning: 'no model of that name is released, or it has no such version' },
  'temporal-unreachable': { exit: 3, meaning: 'the Temporal server does not answer' },
  'temporal-refused': { exit: 3, meaning: 'the Temporal server refuses the request' },
  unhealthy: { exit: 3, meaning: '`doctor` found a problem' },
  'build-failed': {
    exit: 6,
    meaning: 'the build ended by what is no foreseen failure: a bug, or a time-out of Temporal',
  },
  'not-all-built': { exit: 6, meaning: 'the batch has ended, and some of its tasks were not built' },
  'verify-failed': { exit: 6, meaning: '`verify` found something that is not what its hash says' },
  'release-refused': { exit: 6, meaning: 'the gate refuses to release the build; nothing was moved' },
  'release-overtaken': { exit: 6, meaning: 'somebody else moved the release at the same moment; nothing was moved' },
  'not-published': { exit: 6, meaning: 'the bundle may not be published, or the repository changed meanwhile' },
  'server-failed': { exit: 6, meaning: 'the server of a bundle ended by itself, or left requests unanswered' },
  'not-confirmed': { exit: 7, meaning: 'the worst case was shown and declined, or a schedule is not to be deleted' },
  cancelled: { exit: 7, meaning: 'the build was cancelled or terminated' },
} as const satisfies Record<string, { readonly exit: 2 | 3 | 6 | 7; readonly meaning: string }>;

export type CommandFailureKind = keyof typeof COMMAND_FAILURES;

/** Ctrl-C while a build is followed: the build goes on. 128 + SIGINT, as shells have it. */
export const DETACHED_EXIT = 130;
/** What nobody foresaw. */
export const BUG_EXIT = 1;

/** A command cannot go on. The message says what was being done, to what, and what to do next. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly kind: CommandFailureKind;

  constructor(kind: CommandFailureKind, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

/** Exit code of a failure by its kind; 6 where a build ended by a kind that no table has. */
export function exitOfKind(kind: string): number {
  if (isFailureKind(kind)) return FAILURES[kind].exit;
  return isCommandFailureKind(kind) ? COMMAND_FAILURES[kind].exit : COMMAND_FAILURES['build-failed'].exit;
}

const isCommandFailureKind = (kind: string): kind is CommandFailureKind => Object.hasOwn(COMMAND_FAILURES, kind);

/** What is said of an error that ends a command, and its exit code; null for what nobody foresaw. */
export function foreseen(
  error: unknown,
): { readonly kind: string; readonly message: string; readonly exit: number } | null {
  if (!(error instanceof StageFailure) && !(error instanceof CommandFailure)) return null;
  return { kind: error.kind, message: error.message, exit: exitOfKind(error.kind) };
}
