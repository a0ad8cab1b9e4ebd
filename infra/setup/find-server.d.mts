/** The binary that set-up chose for `name`; null where there is none, it is gone, or another version is wanted now. */
export function findServer(name: 'temporal' | 'versitygw'): string | null;
