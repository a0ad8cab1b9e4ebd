import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this file is in. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What belongs to this checkout and can be made again: the Python environment, the local stack's data and logs. */
export const stateDir = join(root, '.p2m');

/** What all checkouts share: uv and the server binaries. `P2M_CACHE` moves it. */
export function cacheDir(env = process.env) {
  return env.P2M_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'prompt2model');
}

/** Every file on PATH with that name, in the order of PATH. */
export function onPath(name, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .filter((file) => existsSync(file) && isExecutable(file));
}

function isExecutable(file) {
  const { mode } = statSync(file);
  return (mode & 0o111) !== 0;
}
