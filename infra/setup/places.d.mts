/** The checkout this file is in. */
export const root: string;

/** What belongs to this checkout and can be made again: the Python environment, the local stack's data and logs. */
export const stateDir: string;
