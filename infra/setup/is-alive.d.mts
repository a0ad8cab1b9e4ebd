/** Whether the process still runs. One that has ended and was never reaped (containers without an init) does not. */
export function isAlive(pid: number): boolean;
