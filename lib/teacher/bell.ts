/** Something may have changed: whoever waits looks again. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring. */
  readonly heard: () => Promise<void>;
}

export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    ring: () => {
      const all = waiting;
      waiting = [];
      for (const wake of all) wake();
    },
    heard: async () =>
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      }),
  };
}
