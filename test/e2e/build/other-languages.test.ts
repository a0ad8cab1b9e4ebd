import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { TaskInput } from '../../../contracts/example.ts';
import { Report } from '../../../contracts/report.ts';
import { TaskSpec } from '../../../contracts/task-spec.ts';
import { ChatRequest, textsOf } from '../../../infra/local/simulated-teacher/chat-request.ts';
import { startSimulatedTeacher } from '../../../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { readJson } from '../../../lib/store/blobs.ts';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createS3Store } from '../../../lib/store/s3-store.ts';
import { inputText } from '../../../lib/task-input/input-text.ts';
import { readBuildRecord } from '../../../lib/trace/build-record.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import {
  runCommand,
  startWorkerProcess,
  type TestEnvironment,
  type WorkerProcess,
} from '../../support/worker-processes.ts';
import { UNCONSTRAINED } from '../../../lib/task/unconstrained.ts';

const run = promisify(execFile);
const temporal = inject('temporal');
const s3 = inject('s3');
const BUCKET = 'e2e-languages';

/** What a reader of the language reads from each example's prompt. */
const READINGS = {
  resenas: {
    instruction: 'Clasifica la opinión de un cliente sobre un restaurante como positiva, negativa o neutra.',
    instructionEnglish:
      "Classify a customer's opinion of a restaurant as positive (positiva), negative (negativa) or neutral (neutra).",
    language: 'es',
    kind: 'labels',
    labels: ['positiva', 'negativa', 'neutra'].map((name) => ({ name, description: null })),
    constraints: UNCONSTRAINED,
    metric: 'accuracy',
    demonstrations: [
      { input: 'La paella estaba deliciosa y el camarero fue muy amable.', output: 'positiva' },
      { input: 'Esperamos una hora y la sopa llegó fría.', output: 'negativa' },
      { input: 'Comimos el menú del día y nos fuimos.', output: 'neutra' },
    ],
  },
  wareki: {
    instruction: '和暦の日付を西暦の日付（YYYY-MM-DD）に直してください。答えは日付だけにしてください。',
    instructionEnglish:
      'Convert a date of the Japanese calendar into a Western date (YYYY-MM-DD). Answer with the date alone.',
    language: 'ja',
    kind: 'text',
    labels: null,
    constraints: { ...UNCONSTRAINED, pattern: String.raw`\d{4}-\d{2}-\d{2}`, maxChars: 10 },
    metric: 'exact-match',
    demonstrations: [
      { input: '令和5年4月1日', output: '2023-04-01' },
      { input: '平成元年1月8日に開館', output: '1989-01-08' },
      { input: '昭和39年10月10日、開会式', output: '1964-10-10' },
    ],
  },
} as const;
const NAMES = ['resenas', 'wareki'] as const;
type Name = (typeof NAMES)[number];

/** Inputs that no prompt shows. */
const NEW_INPUTS = {
  resenas: ['El arroz llegó frío y nadie se disculpó, no vuelvo.', 'Nos encantó la terraza, ¡excelente!'],
  wareki: ['平成24年3月7日に京都で開催', '令和元年5月1日'],
} as const;

const STEPS = { resenas: 60, wareki: 4 } as const;

const Built = z.looseObject({ buildId: z.string(), state: z.string() });
type Request = z.infer<typeof ChatRequest>;
const nameOf = (request: Request) => request.response_format?.json_schema?.name;

/** All that the teacher was asked. */
const requests: Request[] = [];
const witness = (body: unknown) => void requests.push(ChatRequest.parse(body));

describe('a prompt alone, in another language than English, with three demonstrations inside', () => {
  let folder: string;
  let workers: readonly WorkerProcess[] = [];
  let teacher: Awaited<ReturnType<typeof startSimulatedTeacher>>;
  const built: Partial<Record<Name, z.infer<typeof Built>>> = {};

  /** The example's task file as it is, but for fewer rows and steps, and for the labels a base model that trains in seconds. */
  const build = async (name: Name, environment: TestEnvironment) => {
    const task = (await readFile(`examples/${name}/task.yaml`, 'utf8'))
      .replace(/^generate:.*$/m, 'generate: { rows: 80 }\nretrieve: none')
      .replace(/^train:.*$/m, `train: { steps: ${STEPS[name]} }`);
    const student = name === 'wareki' ? '' : `student: { baseModel: ${join(await tinyModels(), 'labels')} }\n`;
    await writeFile(join(folder, `${name}.yaml`), `${task}${student}`);
    const flags = ['--base-url', teacher.baseUrl, '--model', 'simulated-teacher', '--identity', 'simulated-teacher'];
    const price = ['--price-input', '0.25', '--price-output', '2', '--yes', '--json', '--out', join(folder, name)];
    const done = await runCommand(['build', join(folder, `${name}.yaml`), ...flags, ...price], environment);
    if (done.exit !== 0) throw new Error(done.output);
    built[name] = Built.parse(done.json);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2m-languages-'));
    const environment = { temporal, s3, bucket: BUCKET, journalDir: join(folder, 'journal') };
    await ensureBucket({ ...s3, bucket: BUCKET, pathStyle: true });
    teacher = await startSimulatedTeacher({ seed: 1, malformed: 0.02, rateLimited: 0, latencyMs: 2, witness });
    const queues = ['workflow', 'cpu', 'gpu'] as const;
    workers = await Promise.all(queues.map((queue) => startWorkerProcess(queue, environment)));
    await Promise.all(NAMES.map((name) => build(name, environment)));
  }, 500_000);

  afterAll(async () => {
    await Promise.all([...workers.map((worker) => worker.stop()), teacher.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  describe.each(NAMES)('%s', (name) => {
    const { instruction, instructionEnglish, demonstrations, ...reading } = READINGS[name];
    const asked = (prompt: string) =>
      requests.filter((request) => nameOf(request) === prompt && textsOf(request).join('\n').includes(instruction));

    it('is read as it was meant, with the translation beside it', async () => {
      const store = createS3Store({ ...s3, bucket: BUCKET, pathStyle: true });
      const record = await readBuildRecord(store, built[name]?.buildId ?? '');
      if (record?.spec === undefined || record.spec === null) throw new Error('the build has no task spec');
      const spec = await readJson(store, record.spec, TaskSpec);
      const read = { ...reading, instruction, instructionEnglish, demonstrations, fields: null, notes: [] };
      expect(spec).toEqual({ version: 1, name, metricReason: expect.any(String), ...read });
      const prompt = z
        .object({ prompt: z.string() })
        .loose()
        .parse(parse(await readFile(`examples/${name}/task.yaml`, 'utf8')));
      for (const { input, output } of spec.demonstrations) expect(prompt.prompt).toMatch(pairIn(input, output));
    });

    it('is put to the teacher in its own words alone, the demonstrations as turns before each input', () => {
      const labels = asked('label-input');
      const turns = demonstrations.flatMap(({ input, output }) => [input, JSON.stringify({ output })]);
      expect(labels.filter((request) => textsOf(request).length === 2 + turns.length).length).toBeGreaterThan(240);
      for (const request of labels) {
        const [system, ...rest] = textsOf(request);
        expect(system).toMatch(instruction);
        // In the pilot a demonstration stands at the end in turn, and is left out before.
        const left = rest.at(-1);
        const at = demonstrations.findIndex(({ input }) => input === left);
        expect(rest.slice(0, -1)).toEqual(at < 0 ? turns : turns.filter((_, turn) => Math.floor(turn / 2) !== at));
      }
      const writes = asked('write-inputs').map((request) => textsOf(request).at(-1));
      expect(writes.length).toBeGreaterThan(25);
      expect(writes.filter((text) => !text?.startsWith(`The task:\n${instruction}\n\nExamples:\n\nInput: `))).toEqual(
        [],
      );
      expect(requests.filter((request) => textsOf(request).join('\n').includes(instructionEnglish))).toEqual([]);
    });

    it('becomes a bundle that says what it was built for, and judges what the teacher labelled', async () => {
      expect(built[name]).toMatchObject({ state: 'done' });
      const report = Report.parse(JSON.parse(await readFile(join(folder, name, 'report.json'), 'utf8')));
      expect(report.scores.find(({ who }) => who === 'student-int8')).toMatchObject({
        on: 'generated',
        n: expect.any(Number),
      });
      expect(report.verdict.decision).toBe('unproven');
      const task = JSON.parse(await readFile(join(folder, name, 'task.json'), 'utf8'));
      expect(task).toMatchObject({
        instruction,
        kind: reading.kind,
        labels: reading.labels,
        constraints: reading.constraints,
      });
    });

    it('costs what was reckoned after the pilot: calls, tokens and dollars', async () => {
      const report = Report.parse(JSON.parse(await readFile(join(folder, name, 'report.json'), 'utf8')));
      const held = report.estimate?.figures.filter(({ figure }) => figure !== 'minutes');
      expect(held?.map((one) => `${one.figure} ${one.held}`)).toEqual(['calls inside', 'tokens inside', 'usd inside']);
    });

    it('answers new inputs of the language alike from both scripts', async () => {
      await writeFile(
        join(folder, 'rows.jsonl'),
        NEW_INPUTS[name].map((input) => `${JSON.stringify({ input })}\n`).join(''),
      );
      const bundle = join(folder, name);
      const answersOf = async (command: string) => {
        const { stdout } = await run('sh', [
          '-c',
          `${command} --bundle ${bundle} --jsonl < ${join(folder, 'rows.jsonl')}`,
        ]);
        const lines = stdout.trim().split('\n');
        return lines.map((line) => z.looseObject({ output: z.string() }).parse(JSON.parse(line)).output);
      };
      const js = await answersOf('node lib/bundle/predict.mjs');
      expect(await answersOf(`.p2m/venv/bin/python ${bundle}/predict.py`)).toEqual(js);
      expect(js).toHaveLength(2);
      const known: readonly string[] | undefined = reading.labels?.map((label) => label.name);
      expect(js.filter((answer) => known !== undefined && !known.includes(answer))).toEqual([]);
    });
  });
});

/** The input, then something short, then the output. */
function pairIn(input: TaskInput, output: string): RegExp {
  const [before, after] = [inputText(input, null), output].map((text) =>
    text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
  );
  return new RegExp(String.raw`${before}\s{0,20}\S{0,20}\s{0,20}${after}`, 'u');
}
