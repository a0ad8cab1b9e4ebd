/**
 * Runs `work` while holding the lock `file`; waits for another holder, and takes the lock of a dead one over.
 * `report` is told whom it waits for.
 */
export function withLock<Result>(
  file: string,
  report: (waitingFor: string) => void,
  work: () => Promise<Result>,
): Promise<Result>;
