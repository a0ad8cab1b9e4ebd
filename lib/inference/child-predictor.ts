import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { TaskInput } from '../../contracts/example.ts';
import { lines } from './lines.ts';
import type { PredictionJob, Predictor } from './predictor.ts';

const PREDICT = fileURLToPath(new URL('../bundle/predict.mjs', import.meta.url));

/** Predictions of the first input that are thrown away: the first ones pay for caches and compiled code. */
const WARM_UP = 3;

/** Enough of standard error for a stack; a child that complains for ever must not fill the memory. */
const COMPLAINT_CHARS = 4_000;

const AnswerLine = z.strictObject({
  output: z.string(),
  ms: z.number(),
  scores: z.array(z.number()).nullable(),
  logits: z.array(z.number()).nullable(),
  /** Both left out by scripts of older bundles. */
  logProbability: z.number().nullable().optional(),
  /** Of no use to an evaluation, which is what fits it. */
  confidence: z.number().nullable().optional(),
});

/**
 * Predicts with the very script that ships, in a process of its own: a prediction blocks the event loop it runs on.
 * The process is gone when the iteration ends, however it ends. Starting it takes about half a second.
 */
export const createChildPredictor = (script: string = PREDICT): Predictor =>
  async function* predict(job) {
    if (job.inputs.length === 0) return;
    job.signal.throwIfAborted();
    const child = start(script, job);
    const kill = (): boolean => child.kill('SIGKILL');
    job.signal.addEventListener('abort', kill);
    try {
      yield* answers(child, job);
    } finally {
      job.signal.removeEventListener('abort', kill);
      kill();
      await child.ended;
    }
  };

interface Child {
  readonly output: Readable;
  readonly kill: (signal: NodeJS.Signals) => boolean;
  /** Settles when the process is gone and never rejects: null for a clean end, else what is known of the failure. */
  readonly ended: Promise<Error | null>;
}

async function* answers(child: Child, job: PredictionJob) {
  let answered = 0;
  for await (const line of lines(child.output)) {
    const { confidence: _, ...answer } = AnswerLine.parse(JSON.parse(line));
    answered += 1;
    if (answered > WARM_UP) yield { index: answered - WARM_UP - 1, ...answer };
  }
  const failure = await child.ended;
  job.signal.throwIfAborted();
  if (failure !== null) throw failure;
  const expected = job.inputs.length + WARM_UP;
  if (answered !== expected) throw new Error(`predict.mjs answered ${answered} of ${expected} rows of ${job.folder}`);
}

function start(script: string, { folder, file, threads, inputs }: PredictionJob): Child {
  const flags = ['--jsonl', '--bundle', folder, '--file', file, '--threads', String(threads)];
  const child = spawn(process.execPath, [script, ...flags]);
  // A child that ends early leaves the feed with a broken pipe: its exit code and its complaint say why.
  const fed = pipeline(Readable.from(rows(inputs)), child.stdin).then(
    () => null,
    (error: unknown) => error,
  );
  return { output: child.stdout, kill: (signal) => child.kill(signal), ended: ending(child, fed, folder) };
}

function* rows(inputs: readonly TaskInput[]): Generator<string> {
  const [first] = inputs;
  for (let count = 0; count < WARM_UP; count++) yield `${JSON.stringify({ input: first })}\n`;
  for (const input of inputs) yield `${JSON.stringify({ input })}\n`;
}

async function ending(child: ChildProcessWithoutNullStreams, fed: Promise<unknown>, folder: string) {
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARS);
  });
  const failure = await new Promise<Error | null>((resolve) => {
    child.once('error', (cause) => resolve(new Error(`cannot start predict.mjs for ${folder}`, { cause })));
    child.once('close', (code, signal) =>
      resolve(
        code === 0 ? null : new Error(`predict.mjs ended with ${code ?? signal} for ${folder}: ${complaint.trim()}`),
      ),
    );
  });
  const broken = await fed;
  if (failure !== null && failure.cause === undefined && broken !== null) failure.cause = broken;
  return failure;
}
