import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { lines } from '../inference/lines.ts';
import type { Embedder } from './embedder.ts';

const SCRIPT = fileURLToPath(new URL('./embed-texts.mjs', import.meta.url));

/** The process holds about 300 MB: it goes when nobody has asked for so long. Starting it takes about a second. */
const IDLE_MS = 60_000;
const COMPLAINT_CHARS = 4_000;

/** Raised when the same text would give another vector. */
const IDENTITY = 'all-MiniLM-L6-v2 onnx fp32 mean 256 v1';
const DIMENSIONS = 384;

const VectorLine = z.object({ id: z.int(), vector: z.base64() });

interface Waiting {
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (reason: Error) => void;
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Embeds with MiniLM in a process of its own, since an embedding blocks the event loop it runs on: about 10 ms for a
 * paragraph. `model` gives the folder that `embeddingModel` made, and is asked at each start. `close` ends the process.
 */
export function createChildEmbedder(model: () => Promise<string>): Embedder & { readonly close: () => void } {
  let running: Promise<Running> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let next = 0;
  const close = (): void => {
    clearTimeout(idle);
    void running?.then(({ child }) => child.kill('SIGKILL'));
    running = null;
  };
  const forget = (ended: Promise<Running>): void => {
    if (running === ended) running = null;
  };
  const started = async (): Promise<Running> => {
    if (running !== null) return await running;
    const own: Promise<Running> = model().then((folder) => start(folder, () => forget(own)));
    running = own;
    return await own.catch((error: unknown) => {
      forget(own);
      throw error;
    });
  };
  return {
    identity: IDENTITY,
    dimensions: DIMENSIONS,
    close,
    embed: async (texts) => {
      if (texts.length === 0) return [];
      clearTimeout(idle);
      const { child, waiting } = await started();
      try {
        return await Promise.all(
          texts.map(
            (text) =>
              new Promise<Float32Array>((resolve, reject) => {
                next += 1;
                waiting.set(next, { resolve, reject });
                child.stdin.write(`${oneLine({ id: next, text })}\n`);
              }),
          ),
        );
      } finally {
        clearTimeout(idle);
        if (waiting.size === 0) idle = setTimeout(close, IDLE_MS).unref();
      }
    },
  };
}

/** The line reader over there also splits at two characters that JSON leaves as they are. */
const oneLine = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);

function start(folder: string, ended: () => void): Running {
  const child = spawn(process.execPath, [SCRIPT, folder]);
  const waiting = new Map<number, Waiting>();
  let complaint = '';
  let broken: Error | null = null;
  const fail = (cause?: unknown): void => {
    const why = complaint.trim() || (cause instanceof Error ? cause.message : 'no word');
    broken ??= new Error(`embedding with the model in ${folder} ended: ${why}`, { cause });
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARS);
  });
  child.once('error', fail);
  child.once('close', () => {
    ended();
    fail();
  });
  // A child that ended leaves a broken pipe; `close` tells why.
  child.stdin.on('error', () => {});
  void receive(child, waiting).catch((error: unknown) => {
    fail(error);
    child.kill('SIGKILL');
  });
  return { child, waiting };
}

async function receive(child: ChildProcessWithoutNullStreams, waiting: Map<number, Waiting>): Promise<void> {
  for await (const line of lines(child.stdout)) {
    const parsed = VectorLine.parse(JSON.parse(line));
    const bytes = new Uint8Array(Buffer.from(parsed.vector, 'base64'));
    waiting.get(parsed.id)?.resolve(new Float32Array(bytes.buffer));
    waiting.delete(parsed.id);
  }
}
