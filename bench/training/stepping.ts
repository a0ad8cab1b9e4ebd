import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that trains only while it is told to. */
export interface Stepping {
  /** Lets it run until it has told of one more step: the seconds that took, and null after its last line. */
  readonly step: () => Promise<number | null>;
  /** Lets it run to its end; false where it failed. */
  readonly finish: () => Promise<boolean>;
  /** Ends it, wherever it stands. */
  readonly kill: () => void;
}

export interface Told {
  readonly line: (line: string) => 'began' | 'stepped' | 'other';
}

/**
 * Starts a process that prints lines, and holds it (SIGSTOP) as soon as one says that training begins. Two such processes
 * can take turns step by step: whatever else the machine does meanwhile, it does to both.
 */
export async function startStepping(command: string, args: readonly string[], told: Told): Promise<Stepping> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // A process that is held would outlive this one: it cannot see that its parent is gone.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const until = async (wanted: 'began' | 'stepped') => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) return false;
      if (told.line(value) === wanted) return true;
    }
  };
  if (!(await until('began'))) throw new Error(`${args.join(' ')} ended before it began to train`);
  child.kill('SIGSTOP');
  return {
    kill,
    step: async () => {
      const started = performance.now();
      child.kill('SIGCONT');
      const stepped = await until('stepped');
      child.kill('SIGSTOP');
      return stepped ? (performance.now() - started) / 1000 : null;
    },
    finish: async () => {
      child.kill('SIGCONT');
      await until('began');
      const [code] = await ended;
      return code === 0;
    },
  };
}
