import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startSimulatedTeacher } from '../../../infra/local/simulated-teacher/start-simulated-teacher.ts';
import { Attributes, type Interval } from '../../../contracts/plan.ts';
import { TaskSpec } from '../../../contracts/task-spec.ts';
import { compareEstimate } from '../../../lib/plan/compare-estimate.ts';
import { estimateFromTask } from '../../../lib/plan/estimate-from-task.ts';
import { readJson } from '../../../lib/store/blobs.ts';
import { taskConfig } from '../../../lib/task/task-config.ts';
import { type ActivityBench, GRANT, openActivityBench, PRICE } from '../../support/activity-bench.ts';
import { buildByHand } from '../../support/build-by-hand.ts';
import { createFakeEndpoint, type FakeEndpoint } from '../../support/fake-endpoint.ts';
import { UNCONSTRAINED } from '../../../lib/task/unconstrained.ts';

const TaskText = z.looseObject({
  prompt: z.string(),
  examples: z.array(z.object({ input: z.string(), output: z.string() })).optional(),
});
const promptOf = async (name: string) => TaskText.parse(parse(await readFile(`examples/${name}/task.yaml`, 'utf8')));

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

/** An endpoint that answers each prompt by its name. */
async function endpointWith(answers: Readonly<Record<string, unknown>>): Promise<FakeEndpoint> {
  const endpoint = await createFakeEndpoint(({ body }) => {
    const name = body.response_format?.json_schema?.name ?? '';
    return { content: JSON.stringify(answers[name] ?? {}) };
  });
  closing.push(endpoint.close);
  return endpoint;
}

async function benchFor(
  file: Parameters<typeof openActivityBench>[0],
  baseUrl: string,
  rows?: Parameters<typeof openActivityBench>[2],
) {
  const bench = await openActivityBench(file, { baseUrl, model: 'simulated-teacher' }, rows);
  closing.push(bench.close);
  return bench;
}

async function specOf({ activities, build, call, store }: ActivityBench): Promise<TaskSpec> {
  const parsed = await call(activities.parseTask, { build, grant: GRANT });
  return readJson(store, parsed.spec, TaskSpec);
}

const READ = {
  kind: 'labels',
  labels: ['positiva', 'negativa', 'neutra'].map((name) => ({ name, description: '' })),
  language: 'es',
  instruction: 'Clasifica la opinión de un cliente sobre un restaurante como positiva, negativa o neutra.',
  instructionEnglish: "Classify a customer's opinion.",
  fields: [],
  demonstrations: [
    { inputs: ['La paella estaba deliciosa y el camarero fue muy amable.'], output: 'positiva' },
    { inputs: ['Esperamos una hora y la sopa llegó fría.'], output: 'negativa' },
    { inputs: ['El postre era de otro mundo.'], output: 'positiva' },
    { inputs: ['Comimos el menú del día y nos fuimos.'], output: 'neutra' },
  ],
  pattern: null,
  fromInput: 'no',
  maxChars: null,
  several: 'no',
  none: null,
  schema: null,
  metric: 'macro-f1',
  metricReason: 'no label matters more than another',
};

describe('reading a prompt', () => {
  it('in Spanish keeps the instruction as it is, drops the invented example and says so', async () => {
    const { prompt } = await promptOf('resenas');
    const endpoint = await endpointWith({ 'parse-task': READ });
    const spec = await specOf(await benchFor({ name: 'resenas', prompt }, endpoint.baseUrl));
    expect(spec).toEqual({
      version: 1,
      name: 'resenas',
      instruction: READ.instruction,
      instructionEnglish: "Classify a customer's opinion.",
      language: 'es',
      kind: 'labels',
      fields: null,
      labels: ['positiva', 'negativa', 'neutra'].map((name) => ({ name, description: null })),
      constraints: UNCONSTRAINED,
      metric: 'macro-f1',
      metricReason: 'read from the prompt: no label matters more than another',
      demonstrations: [
        { input: 'La paella estaba deliciosa y el camarero fue muy amable.', output: 'positiva' },
        { input: 'Esperamos una hora y la sopa llegó fría.', output: 'negativa' },
        { input: 'Comimos el menú del día y nos fuimos.', output: 'neutra' },
      ],
      notes: ['1 of 4 examples that were read do not stand in the prompt so, and were dropped.'],
    });
    expect(endpoint.bill.calls).toBe(1);
  });

  it('in Japanese is done by the simulated teacher, with the form of the output and the metric it calls for', async () => {
    const { prompt } = await promptOf('wareki');
    const teacher = await startSimulatedTeacher({ seed: 1, latencyMs: 0, malformed: 0, rateLimited: 0 });
    closing.push(teacher.stop);
    const spec = await specOf(await benchFor({ prompt }, teacher.baseUrl));
    expect(spec).toMatchObject({
      instruction: '和暦の日付を西暦の日付（YYYY-MM-DD）に直してください。答えは日付だけにしてください。',
      instructionEnglish: expect.stringContaining('Japanese calendar'),
      language: 'ja',
      kind: 'text',
      constraints: { pattern: String.raw`\d{4}-\d{2}-\d{2}`, fromInput: false, maxChars: 10 },
      metric: 'exact-match',
      demonstrations: [
        { input: '令和5年4月1日', output: '2023-04-01' },
        { input: '平成元年1月8日に開館', output: '1989-01-08' },
        { input: '昭和39年10月10日、開会式', output: '1964-10-10' },
      ],
      notes: [],
    });
  });

  it('is not asked for where the task says kind and labels', async () => {
    const endpoint = await endpointWith({});
    const spec = await specOf(await benchFor({ prompt: 'Sort it', labels: ['a', 'b'] }, endpoint.baseUrl));
    expect([endpoint.bill.calls, spec.instruction, spec.language, spec.notes]).toEqual([0, 'Sort it', null, []]);
  });
});

describe('an endpoint that answers new prompts off their schema', () => {
  it('costs three calls for each, and the build goes on with the prompt as it is and fixed lists', async () => {
    const endpoint = await endpointWith({});
    const bench = await benchFor({ prompt: 'Say it in other words', kind: 'text' }, endpoint.baseUrl);
    const { activities, build } = bench;
    const parsed = await bench.call(activities.parseTask, { build, grant: GRANT });
    const spec = await readJson(bench.store, parsed.spec, TaskSpec);
    const proposed = await bench.call(activities.proposeAttributes, { build, grant: GRANT, spec: parsed.spec });
    expect(spec.notes).toEqual(['The prompt could not be read by the teacher (off-schema).']);
    expect(await readJson(bench.store, proposed.attributes, Attributes)).toMatchObject({
      origin: 'fixed',
      refused: 'off-schema',
      topics: [],
    });
    expect([proposed.origin, endpoint.bill.calls, proposed.cut]).toEqual(['fixed', 6, null]);
    const again = await bench.call(activities.proposeAttributes, { build, grant: GRANT, spec: parsed.spec });
    expect([again.record.reused, endpoint.bill.calls]).toEqual([true, 6]);
  });
});

/** Small builds that differ in task, size, votes and trouble; each with a test of one row, so that none is generated. */
const BUILDS = [
  { name: 'support-triage', rows: 60, votes: 3, malformed: 0 },
  { name: 'support-triage', rows: 160, votes: 3, malformed: 0.02 },
  { name: 'support-triage', rows: 90, votes: 1, malformed: 0.1 },
  { name: 'date-normalization', rows: 60, votes: 3, malformed: 0 },
  { name: 'date-normalization', rows: 120, votes: 3, malformed: 0.05 },
  { name: 'date-normalization', rows: 200, votes: 1, malformed: 0.02 },
  { name: 'resenas', rows: 60, votes: 3, malformed: 0.02 },
  { name: 'resenas', rows: 100, votes: 1, malformed: 0 },
  { name: 'wareki', rows: 60, votes: 3, malformed: 0.1 },
  { name: 'wareki', rows: 120, votes: 3, malformed: 0.02 },
] as const;

async function planned({ name, rows, votes, malformed }: (typeof BUILDS)[number]) {
  const { prompt, examples = [], ...file } = await promptOf(name);
  const { kind, labels, output } = z
    .looseObject({
      kind: z.enum(['labels', 'text']).optional(),
      labels: z.record(z.string(), z.string()).optional(),
      output: z.looseObject({ pattern: z.string() }).optional(),
    })
    .parse(file);
  const teacher = await startSimulatedTeacher({ seed: rows, latencyMs: 0, malformed, rateLimited: 0 });
  const given = {
    examples: examples.map((row) => ({ row, where: '' })),
    test: [{ row: { input: 'only one', output: 'x' }, where: '' }],
  };
  const said = {
    ...(kind ? { kind } : {}),
    ...(labels ? { labels } : {}),
    ...(output ? { output: { pattern: output.pattern } } : {}),
  };
  const bench = await openActivityBench(
    { prompt, ...said, generate: { rows }, teacher: { votes } },
    { baseUrl: teacher.baseUrl, model: 'simulated-teacher' },
    given,
  );
  const made = await buildByHand(bench, rows);
  const draft = taskConfig(bench.task, { examples: null, test: null }, teacher.baseUrl);
  const prior = estimateFromTask(bench.task, draft, PRICE, 5);
  const stats = teacher.stats();
  await bench.close();
  await teacher.stop();
  const inside = (estimate: typeof prior) =>
    compareEstimate(estimate, made.cost).figures.filter(
      ({ figure, held }) => figure !== 'minutes' && held !== 'inside',
    );
  const { estimate } = made.pilot;
  return { made, stats, rows, prior, priorMisses: inside(prior), pilotMisses: inside(estimate) };
}

/** How wide an interval is, as a share of its middle: one that holds everything says nothing. */
const widthOf = ({ low, middle, high }: Interval): number => (high - low) / middle;

describe('the plan', () => {
  it('holds what ten builds cost in nine of them at least, before the pilot and after it; no call is paid twice', async () => {
    const all = [];
    for (const build of BUILDS) all.push(await planned(build));
    expect(all.map(({ stats }) => stats.repeated)).toEqual(all.map(() => 0));
    expect(all.map(({ made }) => made.cost.calls)).toEqual(all.map(({ stats }) => stats.answered));
    expect(all.filter(({ made, rows }) => made.rows.length < rows)).toEqual([]);
    expect(all.filter(({ priorMisses }) => priorMisses.length === 0).length).toBeGreaterThanOrEqual(9);
    expect(all.filter(({ pilotMisses }) => pilotMisses.length === 0).length).toBeGreaterThanOrEqual(9);
    // Measured: calls 0.4 of the cost before the pilot and 0.25 after it, tokens 0.35 after it.
    for (const { prior, made } of all) {
      expect(widthOf(prior.total.calls)).toBeLessThan(0.6);
      expect(widthOf(made.pilot.estimate.total.calls)).toBeLessThan(0.4);
      expect(widthOf(made.pilot.estimate.total.tokens)).toBeLessThan(0.5);
      expect(widthOf(made.pilot.estimate.total.usd)).toBeLessThan(0.5);
    }
  });
});

describe('the pilot', () => {
  it('compares five ways where that pays, keeps the default on a tie, and finds its result again', async () => {
    const teacher = await startSimulatedTeacher({ seed: 4, latencyMs: 0, malformed: 0, rateLimited: 0, errorRate: 0 });
    closing.push(teacher.stop);
    const { prompt, examples = [] } = await promptOf('date-normalization');
    const rows = { examples: examples.map((row) => ({ row, where: '' })), test: null };
    const bench = await benchFor(
      { prompt, kind: 'text', output: { maxChars: 10 }, generate: { rows: 200 } },
      teacher.baseUrl,
      rows,
    );
    const { activities, build } = bench;
    const { spec } = await bench.call(activities.parseTask, { build, grant: GRANT });
    const { attributes } = await bench.call(activities.proposeAttributes, { build, grant: GRANT, spec });
    const input = {
      build,
      grant: GRANT,
      spec,
      attributes,
      trainMinutes: 5,
      rowsWanted: 200,
      testRows: 0,
      paid: { usd: 0, tokens: 0, calls: 0 },
    };
    const pilot = await bench.call(activities.pilotTeacher, input);
    expect(pilot.arms.map(({ schedule, shown }) => `${schedule}/${shown}`)).toEqual([
      'constant/all',
      'up/all',
      'down/all',
      'constant/few',
      'constant/none',
    ]);
    expect(pilot.settings).toEqual({
      writing: { schedule: 'constant', shown: 'all', calls: 22 },
      labelling: { shown: 'all' },
    });
    expect(pilot.measured).toMatchObject({ inputsAsked: 30, voted: 10, accepted: 10, callsPerAnswer: 1 });
    // The script reads dates without being shown any: nothing but right answers.
    expect(pilot.feasibility).toEqual({ shown: 'all', rows: 4, metric: 'exact-match', value: 1 });
    const calls = teacher.stats().answered;
    const again = await bench.call(activities.pilotTeacher, input);
    expect([again.record.reused, teacher.stats().answered, again.settings]).toEqual([true, calls, pilot.settings]);
  });
});
