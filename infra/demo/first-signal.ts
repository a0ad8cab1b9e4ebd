const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The signal that came, and the exit code that shells give it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exit: number;
  constructor(signal: keyof typeof SIGNALS) {
    super(`ended by ${signal}`);
    this.exit = SIGNALS[signal];
  }
}

/**
 * Runs `work` with a signal that is aborted by the first Ctrl-C (or SIGTERM, SIGHUP), so that it can end what it began.
 * Whoever listened before, and would end the process at once, hears the second.
 */
export async function untilFirstSignal<Result>(work: (interrupted: AbortSignal) => Promise<Result>): Promise<Result> {
  const interrupt = new AbortController();
  const restore = [listen('SIGINT', interrupt), listen('SIGTERM', interrupt), listen('SIGHUP', interrupt)];
  try {
    return await work(interrupt.signal);
  } finally {
    for (const undo of restore) undo();
  }
}

/** Gives the function that puts the listeners of before back; each hears one signal more, which is the last. */
function listen(signal: keyof typeof SIGNALS, interrupt: AbortController): () => void {
  const before = process.listeners(signal);
  const undo = (): void => {
    process.off(signal, first);
    for (const listener of before.splice(0)) process.once(signal, listener);
  };
  const first = (): void => {
    undo();
    interrupt.abort(new Interruption(signal));
  };
  process.removeAllListeners(signal);
  process.once(signal, first);
  return undo;
}
