/** The checkout this file is in. */
export const root: string;

/** What belongs to this checkout and can be made again: the Python environment, the local stack's data and logs. */
export const stateDir: string;
/** What all checkouts share. */
export function cacheDir(env?: NodeJS.ProcessEnv): string;
/** Every file on PATH with that name, in the order of PATH. */
export function onPath(name: string, env?: NodeJS.ProcessEnv): string[];
