/** The first dotted version in `text` as numbers; null where there is none. */
export function versionIn(text: string): number[] | null;
/** Whether `version` is `atLeast` or newer; both are lists of numbers, the most significant first. */
export function isAtLeast(version: readonly number[], atLeast: readonly number[]): boolean;
