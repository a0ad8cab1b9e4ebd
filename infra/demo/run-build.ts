import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { hold, release } from '../local/leash.ts';
import type { Example } from './examples.ts';

/** What a simulated call is said to cost, in US dollars per million tokens: a small hosted model's prices. */
const PRICE = { input: '0.25', output: '2' } as const;

/** Far more than a command needs to let go of its build. */
const DETACH_MS = 20_000;

/** Last line of `p2m build --json`. */
const BuildAnswer = z.looseObject({
  buildId: z.string().optional(),
  state: z.string().optional(),
  out: z.string().nullish(),
  error: z.looseObject({ kind: z.string(), message: z.string() }).optional(),
});

export interface BuildOrder {
  readonly example: Example;
  readonly seed: number;
  readonly teacherUrl: string;
  /** Root of the project. */
  readonly root: string;
  /** Says where the stack is. */
  readonly env: NodeJS.ProcessEnv;
  /** Told each line of progress. */
  readonly onLine: (line: string) => void;
  /** Lets go of the build: it goes on, or is cancelled by whoever asked for it. */
  readonly interrupted: AbortSignal;
}

export interface BuildOutcome {
  readonly example: Example;
  /** Exit code of the command: 0 done. */
  readonly exit: number;
  readonly buildId: string | null;
  /** Folder of the bundle; null where there is none. */
  readonly out: string | null;
  /** Why there is no bundle; null where there is one. */
  readonly problem: string | null;
}

/** Builds an example by the command line, as a person would: `p2m build examples/<name>/task.yaml …`. */
export async function runBuild(order: BuildOrder): Promise<BuildOutcome> {
  const flags = {
    'base-url': order.teacherUrl,
    model: 'simulated-teacher',
    // Another seed makes another teacher: its answers must not be taken for the first one's.
    identity: `simulated-teacher-${order.seed}`,
    'price-input': PRICE.input,
    'price-output': PRICE.output,
    seed: String(order.seed),
    out: `out/${order.example}`,
  };
  const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const child = startCommand(order, ['build', `examples/${order.example}/task.yaml`, ...words, '--yes', '--json']);
  const letGo = (): void => endCommand(child);
  order.interrupted.addEventListener('abort', letGo, { once: true });
  try {
    createInterface({ input: child.stderr }).on('line', order.onLine);
    const [answer, exit] = await Promise.all([text(child.stdout), exitOf(child)]);
    return outcomeOf(order.example, exit, answer);
  } finally {
    order.interrupted.removeEventListener('abort', letGo);
  }
}

/** Cancels a build by the command line; what that says is passed on. */
export async function cancelBuild(
  order: Pick<BuildOrder, 'root' | 'env' | 'onLine'> & { readonly buildId: string },
): Promise<void> {
  const child = startCommand(order, ['cancel', order.buildId, '--json']);
  createInterface({ input: child.stderr }).on('line', order.onLine);
  child.stdout.resume();
  await exitOf(child);
}

type Command = ChildProcessByStdio<null, Readable, Readable>;

/** In a group of its own, so that Ctrl-C reaches the demo alone; on the leash, so that it never outlives it. */
function startCommand({ root, env }: Pick<BuildOrder, 'root' | 'env'>, args: readonly string[]): Command {
  const main = join(root, 'client', 'main.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) {
    hold(pid);
    child.once('exit', () => release(pid));
  }
  return child;
}

function endCommand(child: Command): void {
  child.kill('SIGINT');
  const killer = setTimeout(() => child.kill('SIGKILL'), DETACH_MS);
  child.once('exit', () => clearTimeout(killer));
}

async function exitOf(child: Command): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? 1;
}

function outcomeOf(example: Example, exit: number, output: string): BuildOutcome {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  if (last === '')
    return { example, exit: exit || 1, buildId: null, out: null, problem: 'the command ended without a word' };
  const { buildId = null, out = null, state, error } = BuildAnswer.parse(JSON.parse(last));
  const problem = exit === 0 ? null : (error?.message ?? `the build is ${state ?? 'not done'}`);
  return { example, exit, buildId, out, problem };
}
