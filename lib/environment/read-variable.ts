import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export interface VariableSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder whose `.env` is read. */
  readonly cwd: string;
}

/**
 * One variable: of the process, else of `.env`; undefined where it is unset or empty. The file is read anew each
 * time, so that a key corrected there counts at the next attempt, without a restart.
 */
export function readVariable(name: string, from: VariableSources = processSources()): string | undefined {
  return from.env[name] || readDotEnv(from.cwd)[name] || undefined;
}

/** What `.env` in that folder sets; nothing where there is no such file. */
export function readDotEnv(cwd: string): Readonly<Record<string, string | undefined>> {
  const file = join(cwd, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

const processSources = (): VariableSources => ({ env: process.env, cwd: process.cwd() });
