import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChildPredictor } from '../../../lib/inference/child-predictor.ts';
import type { PredictionJob } from '../../../lib/inference/predictor.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'predictor-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A script in the place of predict.mjs; `answer` writes one line that repeats the input. */
const predictorOf = async (name: string, body: string) => {
  const script = join(folder, `${name}.mjs`);
  await writeFile(
    script,
    `import { createInterface } from 'node:readline';
     import { writeFileSync } from 'node:fs';
     const rows = createInterface({ input: process.stdin });
     const answer = (line) => process.stdout.write(JSON.stringify(
       { output: JSON.stringify(JSON.parse(line).input), ms: 1.5, scores: [1], logits: [2] }) + '\\n');
     ${body}`,
  );
  return createChildPredictor(script);
};

const jobOf = (inputs: PredictionJob['inputs'], signal = new AbortController().signal): PredictionJob => ({
  folder,
  file: 'int8',
  inputs,
  threads: 2,
  signal,
});

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('createChildPredictor', () => {
  it('gives the answers in order and hides the three of the warm-up', async () => {
    const predict = await predictorOf('echo', 'for await (const line of rows) answer(line);');
    const facts = { ms: 1.5, scores: [1], logits: [2] };
    expect(await collect(predict(jobOf(['a', { field: 'b\u2028' }])))).toEqual([
      { index: 0, output: '"a"', ...facts },
      { index: 1, output: '{"field":"b\u2028"}', ...facts },
    ]);
  });

  it('names the folder, the file and the threads', async () => {
    const predict = await predictorOf(
      'flags',
      `for await (const line of rows) answer(JSON.stringify({ input: process.argv.slice(2) }));`,
    );
    const flags = ['--jsonl', '--bundle', folder, '--file', 'int8', '--threads', '2'];
    expect((await collect(predict(jobOf(['a'])))).map(({ output }) => JSON.parse(output))).toEqual([flags]);
  });

  it('starts nothing for no inputs', async () => {
    expect(await collect(createChildPredictor(join(folder, 'absent.mjs'))(jobOf([])))).toEqual([]);
  });

  it('streams more rows than pipes hold', async () => {
    const predict = await predictorOf('many', 'for await (const line of rows) answer(line);');
    const inputs = Array.from({ length: 300 }, (_, at) => `${at}`.padEnd(2000, 'x'));
    expect((await collect(predict(jobOf(inputs)))).map(({ output }) => JSON.parse(output))).toEqual(inputs);
  });

  it('tells how a crashed child ended and what it complained about', async () => {
    const predict = await predictorOf(
      'crash',
      `process.stderr.write('no such model'); process.stdout.write('{"out', () => process.exit(7));`,
    );
    await expect(collect(predict(jobOf(['a'])))).rejects.toThrow(/ended with 7 .*: no such model$/);
  });

  it('fails when the child ends well with answers missing', async () => {
    const predict = await predictorOf('short', 'for await (const line of rows) { answer(line); break; }');
    await expect(collect(predict(jobOf(['a'])))).rejects.toThrow(/1 of 4 rows/);
  });

  it('fails on a line that is no answer, and kills the child', async () => {
    const pidFile = join(folder, 'bad.pid');
    const predict = await predictorOf(
      'bad',
      `writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
       for await (const line of rows) process.stdout.write('{"output": 1}\\n');
       setInterval(() => {}, 1000);`,
    );
    await expect(collect(predict(jobOf(['a'])))).rejects.toThrow(/expected string/);
    expect(isAlive(Number(await readFile(pidFile, 'utf8')))).toBe(false);
  });

  it('kills the child and throws the reason when aborted', async () => {
    const abort = new AbortController();
    const predict = await predictorOf(
      'hang',
      `let count = 0;
       for await (const line of rows) if (++count <= 4) answer(JSON.stringify({ input: process.pid }));
       setInterval(() => {}, 1000);`,
    );
    let pid = 0;
    const run = async (): Promise<void> => {
      for await (const { output } of predict(jobOf(['a', 'b'], abort.signal))) {
        pid = Number(output);
        abort.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    expect(isAlive(pid)).toBe(false);
  });

  it('kills the child when the caller leaves early', async () => {
    const predict = await predictorOf(
      'left',
      `for await (const line of rows) answer(JSON.stringify({ input: process.pid }));
       setInterval(() => {}, 1000);`,
    );
    let pid = 0;
    for await (const { output } of predict(jobOf(['a', 'b', 'c']))) {
      pid = Number(output);
      break;
    }
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  });
});
