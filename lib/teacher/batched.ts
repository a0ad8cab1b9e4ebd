/**
 * One write for all texts that come in the same turn of the event loop, and for all that come while a write is under way.
 * Each caller's promise settles with the write that its text was in.
 */
export function batched(write: (texts: readonly string[]) => Promise<void>): (text: string) => Promise<void> {
  let waiting: Waiting[] = [];
  let busy = false;
  const run = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      await write(batch.map(({ text }) => text));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    busy = waiting.length > 0;
    if (busy) setImmediate(() => void run());
  };
  return async (text) =>
    await new Promise<void>((resolve, reject) => {
      waiting.push({ text, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(() => void run());
    });
}

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
