import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrainerEvent } from '../../../../contracts/trainer-event.ts';
import type { ExportPlan } from '../../../../contracts/training-plan.ts';
import { createTrainerRunner } from '../../../../lib/trainer/run-trainer.ts';

const PROGRESS: TrainerEvent = { event: 'progress', message: 'loading' };
const EXPORTED: TrainerEvent = {
  event: 'exported',
  opset: 18,
  maxLogitDifference: 1e-6,
  changedAnswers: 0,
  rows: 2,
  quantized: { bits: 8, what: 'weights and activations' },
  files: ['config.json'],
};
const PLAN: ExportPlan = {
  version: 1,
  task: 'export',
  kind: 'text',
  family: 'encoder-decoder',
  labels: null,
  answers: { several: false, ordered: false, none: null },
  threads: 1,
  model: '/model',
  keepTokensOf: null,
  validationRows: '/rows.jsonl',
  maxInputTokens: 8,
  output: '/out',
};

describe('createTrainerRunner', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'runner-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A trainer whose Python is a Node script; its arguments are those that Python would get. */
  async function trainerThat(script: string) {
    const python = path.join(folder, 'python.mjs');
    await writeFile(python, `#!${process.execPath}\n${PRELUDE}\n${script}\n`);
    await chmod(python, 0o755);
    return start(python, new AbortController());
  }

  function start(python: string, abort: AbortController) {
    const log: string[] = [];
    const planFile = path.join(folder, 'plan.json');
    const runner = createTrainerRunner({ python, root: folder });
    const run = runner({ plan: PLAN, planFile, signal: abort.signal, onLog: (line) => log.push(line) });
    return { run, log, abort, planFile };
  }

  it('passes events on in their order, and ends with the trainer', async () => {
    const { run } = await trainerThat(`print(${JSON.stringify(PROGRESS)}); print(${JSON.stringify(EXPORTED)})`);
    expect(await drain(run)).toEqual([PROGRESS, EXPORTED]);
  });

  it('hands over the plan in the file it names, as a module run from the root', async () => {
    const { run, log, planFile } = await trainerThat(`
      console.error(JSON.stringify([process.argv.slice(2), process.cwd()]));`);
    await drain(run);
    expect(JSON.parse(await readFile(planFile, 'utf8'))).toEqual(PLAN);
    expect(log).toEqual([JSON.stringify([['-m', 'trainer', planFile], folder])]);
  });

  it('says that the trainer is missing where its Python cannot be started', async () => {
    const { run } = start(path.join(folder, 'nowhere', 'python'), new AbortController());
    await expect(drain(run)).rejects.toMatchObject({ kind: 'trainer-missing', cause: { code: 'ENOENT' } });
  });

  it('throws the failure that the trainer tells of, as the kind it names', async () => {
    const { run } = await trainerThat(`
      print({ event: 'failed', kind: 'trainer-out-of-memory', message: 'too large' }); process.exitCode = 1;`);
    await expect(drain(run)).rejects.toMatchObject({ kind: 'trainer-out-of-memory', message: 'too large' });
  });

  it('explains a crash with the last lines of standard error', async () => {
    const { run } = await trainerThat(`
      for (let line = 1; line <= 20; line += 1) console.error('line ' + line); process.exitCode = 3;`);
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 9}`).join('\n');
    await expect(drain(run)).rejects.toMatchObject({
      kind: 'trainer-crashed',
      message: `the trainer ended with exit code 3: ${lines}`,
    });
  });

  it('calls a trainer crashed that was killed, or printed what is no event', async () => {
    const killed = await trainerThat(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    await expect(drain(killed.run)).rejects.toMatchObject({
      kind: 'trainer-crashed',
      message: 'the trainer ended with signal SIGKILL: it said nothing',
    });
    const babbling = await trainerThat(`print({ event: 'step', step: 'one' });`);
    await expect(drain(babbling.run)).rejects.toMatchObject({ kind: 'trainer-crashed' });
  });

  it('ends the trainer on abort, and throws the reason', async () => {
    const { run, abort } = await trainerThat(`print({ event: 'progress', message: String(process.pid) }); stay();`);
    const reason = new Error('cancelled');
    const pids: number[] = [];
    const reading = (async () => {
      for await (const event of run) {
        if (event.event === 'progress') pids.push(Number(event.message));
        abort.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('ends the trainer when the reader leaves', async () => {
    const { run } = await trainerThat(`print({ event: 'progress', message: String(process.pid) }); stay();`);
    const pids: number[] = [];
    for await (const event of run) {
      if (event.event === 'progress') pids.push(Number(event.message));
      break;
    }
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('kills a trainer that ignores the wish to end', async () => {
    const { run } = await trainerThat(`
      process.on('SIGTERM', () => {}); print({ event: 'progress', message: String(process.pid) }); stay();`);
    const pids: number[] = [];
    for await (const event of run) {
      if (event.event === 'progress') pids.push(Number(event.message));
      break;
    }
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('starts nothing when it was aborted before', async () => {
    const abort = new AbortController();
    abort.abort(new Error('too late'));
    const { run } = start(path.join(folder, 'nowhere'), abort);
    await expect(drain(run)).rejects.toThrow('too late');
  });
});

async function drain(run: AsyncIterable<TrainerEvent>): Promise<TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

const PRELUDE = `
const print = (event) => process.stdout.write(JSON.stringify(event) + '\\n');
const stay = () => setInterval(() => {}, 1000);`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
