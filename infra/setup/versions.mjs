/** Versions that were tried together. Change one, then run `npm test`. */

export const NODE_AT_LEAST = [20, 19];
export const PYTHON_AT_LEAST = [3, 11];
/** Installed into the project's cache where `uv` is not on PATH. */
export const UV_VERSION = '0.13.8';
/** The CLI that carries the dev server; newer tags hold a `replace`, so `go install` refuses them. */
export const TEMPORAL_CLI_VERSION = '1.5.1';
/** The server inside the CLI: 1.29 is the first that knows worker heartbeats. */
export const TEMPORAL_SERVER_AT_LEAST = [1, 29];
export const VERSITYGW_VERSION = '1.8.0';
export const VERSITYGW_AT_LEAST = [1, 8];

/** The first dotted version in `text` as numbers; null where there is none. */
export function versionIn(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found === null ? null : found.slice(1).map((part) => Number(part ?? 0));
}

/** Whether `version` is `atLeast` or newer; both are lists of numbers, the most significant first. */
export function isAtLeast(version, atLeast) {
  for (const [place, wanted] of atLeast.entries()) {
    const actual = version[place] ?? 0;
    if (actual !== wanted) return actual > wanted;
  }
  return true;
}
