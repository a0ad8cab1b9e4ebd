import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { GoldRow } from '../../../contracts/example.ts';
import { Report } from '../../../contracts/report.ts';
import { freePort } from '../../../infra/local/free-port.ts';
import { startSimulatedTeacher } from '../../../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { launchBrowser } from '../../support/browser.ts';
import { runBlock, shellBlocks, strangersEnvironment } from '../../support/stranger.ts';
import {
  runCommand,
  startWorkerProcess,
  type TestEnvironment,
  type WorkerProcess,
} from '../../support/worker-processes.ts';

const run = promisify(execFile);
const temporal = inject('temporal');
const s3 = inject('s3');

const Built = z.looseObject({
  buildId: z.string(),
  state: z.string(),
  out: z.string(),
  bundleHash: z.string(),
  cost: z.looseObject({ calls: z.number() }),
});

/** A build is dear, so one is made and looked at from all sides: few rows, few steps, everything else real. */
describe('a build, from task file to bundle', () => {
  let folder: string;
  let environment: TestEnvironment;
  let workers: readonly WorkerProcess[] = [];
  let teacher: Awaited<ReturnType<typeof startSimulatedTeacher>>;
  let first: z.infer<typeof Built>;
  let report: Report;
  let test: readonly GoldRow[];

  const build = async (out: string, ...more: readonly string[]) => {
    const flags = ['--base-url', teacher.baseUrl, '--model', 'simulated-teacher', '--identity', 'simulated-teacher'];
    const price = ['--price-input', '0.25', '--price-output', '2', '--yes', '--json'];
    return runCommand(['build', join(folder, 'task.yaml'), ...flags, ...price, '--out', out, ...more], environment);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2m-e2e-'));
    environment = { temporal, s3, bucket: 'e2e-build', journalDir: join(folder, 'journal') };
    await ensureBucket({ ...s3, bucket: environment.bucket, pathStyle: true });
    teacher = await startSimulatedTeacher({ seed: 1, malformed: 0.1, rateLimited: 0.02, latencyMs: 5 });
    const example = 'examples/support-triage';
    const lines = (await readFile(`${example}/test.jsonl`, 'utf8')).trim().split('\n').slice(0, 60);
    test = lines.map((line) => GoldRow.parse(JSON.parse(line)));
    await writeFile(join(folder, 'test.jsonl'), `${lines.join('\n')}\n`);
    const task = (await readFile(`${example}/task.yaml`, 'utf8'))
      .replace(/^generate:.*$/m, 'generate: { rows: 150 }')
      .replace(/^train:.*$/m, 'train: { steps: 6 }');
    await writeFile(join(folder, 'task.yaml'), task);
    workers = await Promise.all(
      (['workflow', 'cpu', 'gpu'] as const).map((queue) => startWorkerProcess(queue, environment)),
    );
    const done = await build(join(folder, 'first'));
    if (done.exit !== 0) throw new Error(done.output);
    first = Built.parse(done.json);
    report = Report.parse(JSON.parse(await readFile(join(folder, 'first', 'report.json'), 'utf8')));
  }, 500_000);

  afterAll(async () => {
    await Promise.all([...workers.map((worker) => worker.stop()), teacher.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with a bundle whose every file has the checksum it says', async () => {
    expect(first).toMatchObject({ state: 'done', out: join(folder, 'first') });
    const sums = (await readFile(join(folder, 'first', 'SHA256SUMS'), 'utf8')).trim().split('\n');
    expect(sums.map((line) => line.slice(66)).toSorted()).toEqual(
      expect.arrayContaining([
        'README.md',
        'demo/examples.json',
        'demo/gradio_app.py',
        'demo/index.html',
        'demo/vendor/ort-wasm-simd-threaded.wasm',
        'onnx/model.onnx',
        'onnx/model_quantized.onnx',
        'predict.mjs',
        'predict.py',
        'provenance.json',
        'report.json',
        'server/Dockerfile',
        'server/server.mjs',
        'task.json',
        'tokenizer.json',
      ]),
    );
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(folder, 'first') });
    expect(stdout.trim().split('\n')).toHaveLength(sums.length);
  });

  it('scores students, teacher and baselines on the same gold rows, with intervals that hold the value', () => {
    const primary = report.scores.filter((score) => score.metric === 'accuracy');
    expect(primary.map(({ who }) => who).toSorted()).toEqual([
      'majority',
      'nearest',
      'student-fp32',
      'student-int8',
      'teacher',
      'teacher-vote',
      'tfidf',
    ]);
    for (const score of primary) {
      expect(score).toMatchObject({ on: 'gold', n: 60 });
      expect(score.low).toBeLessThanOrEqual(score.value);
      expect(score.high).toBeGreaterThanOrEqual(score.value);
    }
    expect(report.warnings.join(' ')).toContain('simulated');
  });

  it('counts every call and token that the endpoint answered, malformed ones too', () => {
    const stats = teacher.stats();
    expect(report.cost).toMatchObject({
      calls: stats.answered,
      inputTokens: stats.promptTokens,
      outputTokens: stats.completionTokens,
    });
    expect(stats.repeated).toBe(0);
  });

  it('abstains in both scripts on as many test rows as the report says', async () => {
    const rows = test.map(({ input }) => JSON.stringify({ input })).join('\n');
    await writeFile(join(folder, 'asked.jsonl'), `${rows}\n`);
    const bundle = join(folder, 'first');
    const keptBy = async (command: string) => {
      const flags = `--bundle ${bundle} --coverage 0.8 --jsonl < ${join(folder, 'asked.jsonl')}`;
      const { stdout } = await run('sh', ['-c', `${command} ${flags}`], { maxBuffer: 1e8 });
      const lines = stdout.trim().split('\n');
      const answered = lines.map((line) => z.looseObject({ abstained: z.boolean() }).parse(JSON.parse(line)));
      return answered.filter(({ abstained }) => !abstained).length / lines.length;
    };
    const choice = report.confidence?.choices.find(({ coverage }) => coverage === 0.8);
    expect(await keptBy(`node lib/bundle/predict.mjs`)).toBeCloseTo(choice?.test.kept ?? NaN, 12);
    expect(await keptBy(`.p2m/venv/bin/python ${bundle}/predict.py`)).toBeCloseTo(choice?.test.kept ?? NaN, 12);
    expect(report.confidence).toMatchObject({ of: 'agreement', on: 'gold', rows: 60, ece: null });
    const cascade = choice?.cascade;
    expect(cascade?.usdPer1000).toBeGreaterThan(0);
    expect(report.confidence?.teacher?.accuracy.value).toBe(
      report.scores.find(({ who, metric }) => who === 'teacher' && metric === 'accuracy')?.value,
    );
  });

  it('answers from both scripts of the bundle what the report scored', async () => {
    const rows = test.map(({ input }) => JSON.stringify({ input })).join('\n');
    await writeFile(join(folder, 'rows.jsonl'), `${rows}\n`);
    const answersOf = async (command: string) => {
      const { stdout } = await run('sh', ['-c', `${command} --jsonl < ${join(folder, 'rows.jsonl')}`], {
        maxBuffer: 1e8,
      });
      return stdout
        .trim()
        .split('\n')
        .map((line) => z.looseObject({ output: z.string() }).parse(JSON.parse(line)).output);
    };
    const bundle = join(folder, 'first');
    for (const file of ['int8', 'fp32'] as const) {
      const js = await answersOf(`node lib/bundle/predict.mjs --bundle ${bundle} --file ${file}`);
      const python = await answersOf(`.p2m/venv/bin/python ${bundle}/predict.py --bundle ${bundle} --file ${file}`);
      expect(python).toEqual(js);
      const right = js.filter((answer, row) => answer === test[row]?.output).length;
      const score = report.scores.find(({ who, metric }) => who === `student-${file}` && metric === 'accuracy');
      expect(score?.value).toBeCloseTo(right / test.length, 12);
    }
  });

  it('answers in both languages, in folders of their own, by the commands of its README, in under three minutes', async () => {
    const bundle = join(folder, 'stranger');
    await cp(join(folder, 'first'), bundle, { recursive: true });
    const rows = test.slice(0, 3).map(({ input }) => `${JSON.stringify({ input })}\n`);
    await writeFile(join(bundle, 'rows.jsonl'), rows.join(''));
    const env = await strangersEnvironment(join(folder, 'programs'));
    const blocks = shellBlocks(await readFile(join(bundle, 'README.md'), 'utf8'));
    const [node = '', python = '', many = ''] = blocks;
    const started = performance.now();
    const [byNode, byPython] = [await runBlock(bundle, node, env), await runBlock(bundle, python, env)];
    expect(performance.now() - started).toBeLessThan(180_000);
    expect([node, python].map((block) => block.split('\n').at(-1)?.split(' "')[0])).toEqual([
      'node predict.mjs',
      '.venv/bin/python predict.py',
    ]);
    expect(byNode.at(-1)).toBe(byPython.at(-1));
    const task = z.object({ labels: z.array(z.object({ name: z.string() })) });
    const { labels } = task.parse(JSON.parse(await readFile(join(bundle, 'task.json'), 'utf8')));
    expect(labels.map(({ name }) => name)).toContain(byNode.at(-1));
    const sums = await runBlock(bundle, many, env);
    expect(sums.every((line) => line.endsWith(': OK'))).toBe(true);
    expect((await readFile(join(bundle, 'answers.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(rows.length);
  });

  it("answers the user's own examples in a browser, served as its README says", async () => {
    const bundle = join(folder, 'first');
    const examples = z
      .array(GoldRow.extend({ input: z.string() }))
      .parse(JSON.parse(await readFile(join(bundle, 'demo/examples.json'), 'utf8')));
    const inputs = new Set(test.map(({ input }) => input));
    expect(examples.filter(({ input }) => inputs.has(input))).toEqual([]);
    expect(examples.length).toBeGreaterThan(2);
    const port = String(await freePort(undefined));
    const readme = await readFile(join(bundle, 'README.md'), 'utf8');
    const command = shellBlocks(readme).find((block) => block.includes('http.server')) ?? '';
    const [program = '', ...flags] = command.replace('8000', port).split(' ');
    const env = await strangersEnvironment(join(folder, 'other-programs'));
    const server = spawn(program, flags, { cwd: bundle, stdio: 'ignore', env });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await expect
        .poll(
          () =>
            page.goto(`http://127.0.0.1:${port}/demo/`).then(
              (got) => got?.status(),
              () => 0,
            ),
          { timeout: 10_000 },
        )
        .toBe(200);
      await page.getByText('Ready.').waitFor();
      for (const { input } of examples.slice(0, 3)) {
        const [said] = await runBlock(
          bundle,
          `node ${resolve('lib/bundle/predict.mjs')} --bundle . ${quoted(input)}`,
          process.env,
        );
        await page.getByRole('button', { name: input.slice(0, 80) }).click();
        await expect.poll(() => page.locator('#answer .output').textContent(), { timeout: 60_000 }).toBe(said);
      }
    } finally {
      await browser.close();
      server.kill();
    }
  });

  it('pays nothing for the same task again and makes the same bundle', async () => {
    const before = teacher.stats().answered;
    const again = await build(join(folder, 'again'));
    if (again.exit !== 0) throw new Error(again.output);
    const second = Built.parse(again.json);
    expect(second.buildId).not.toBe(first.buildId);
    expect(second).toMatchObject({ bundleHash: first.bundleHash, cost: { calls: 0 } });
    expect(teacher.stats().answered).toBe(before);
  });
});

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
