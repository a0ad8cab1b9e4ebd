import type { Environment } from '../lib/environment/read-environment.ts';
import type { Clock } from '../lib/teacher/clock.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface VerbOption {
  readonly type: 'string' | 'boolean';
  /** What the help calls the option's value. */
  readonly value?: string;
  readonly help: string;
}

/** What a verb is called with. */
export interface VerbCall {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Where the command was called. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All of standard input, as text. */
  readonly readInput: () => Promise<string>;
  /** @throws StageFailure `task-invalid` where a variable is wrong */
  readonly environment: () => Environment;
}

/** What a verb ends with: its exit code, and its result for `--json`. */
export interface VerbResult {
  readonly exit: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** One verb of the command line. */
export interface Verb {
  /** One word, or two (`batch submit`). */
  readonly name: string;
  /** A clause for the list of verbs. */
  readonly summary: string;
  /** What follows the verb's name. */
  readonly usage: string;
  /** A few lines below the usage. */
  readonly about: readonly string[];
  readonly options: Readonly<Record<string, VerbOption>>;
  readonly words: { readonly least: number; readonly most: number };
  readonly run: (call: VerbCall) => Promise<VerbResult>;
}

export const textOption = ({ options }: Pick<VerbCall, 'options'>, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};
