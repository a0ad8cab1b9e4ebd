import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A process that has loaded a model and answers the same texts whenever it is told to. */
export interface Answering {
  /** Milliseconds of each answer. */
  readonly round: () => Promise<readonly number[]>;
  readonly end: () => void;
}

const Line = z.union([z.literal('ready'), z.array(z.number())]);

/** Resolves once the model is loaded and has answered every text once. */
export async function startAnswering(command: string, args: readonly string[]): Promise<Answering> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${args.join(' ')} ended`);
    return Line.parse(JSON.parse(value));
  };
  await next();
  return {
    round: async () => {
      child.stdin.write('\n');
      const times = await next();
      return times === 'ready' ? [] : times;
    },
    end: () => void child.stdin.end(),
  };
}
