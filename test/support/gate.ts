import { EventEmitter, once } from 'node:events';
import { Context } from '@temporalio/activity';

/** Holds activities until it is opened; they beat meanwhile, and end when they are cancelled. */
export interface Gate {
  readonly pass: () => Promise<void>;
  readonly open: () => void;
  /** How many wait now, and how many waited at once at the most. */
  readonly waiting: () => number;
  readonly most: () => number;
  /** Resolves when so many wait. */
  readonly reached: (count: number) => Promise<void>;
}

export function createGate(): Gate {
  const signal = new EventEmitter();
  const opened = once(signal, 'opened');
  const watchers: { readonly count: number; readonly reached: () => void }[] = [];
  let waiting = 0;
  let most = 0;
  return {
    pass: async () => {
      const context = Context.current();
      waiting += 1;
      most = Math.max(most, waiting);
      for (const watcher of watchers) if (waiting >= watcher.count) watcher.reached();
      const beat = setInterval(() => context.heartbeat(), 100);
      try {
        await Promise.race([opened, context.cancelled]);
      } finally {
        clearInterval(beat);
        waiting -= 1;
      }
    },
    open: () => void signal.emit('opened'),
    waiting: () => waiting,
    most: () => most,
    reached: (count) =>
      new Promise((resolve) => {
        watchers.push({ count, reached: resolve });
        if (waiting >= count) resolve();
      }),
  };
}
