import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, describe, expect, it } from 'vitest';
import { createExamineStudent } from '../../../activities/examine-student.ts';
import type { CpuPorts } from '../../../activities/ports.ts';
import { createWriteInputs } from '../../../activities/write-inputs.ts';
import type {
  BuildContext,
  ExaminedStudent,
  ExamineStudentInput,
  WriteInputsInput,
  WrittenShard,
} from '../../../contracts/activities.ts';
import { type Example, WrittenInput } from '../../../contracts/example.ts';
import { StageFailure } from '../../../contracts/failure.ts';
import { Focus } from '../../../contracts/round.ts';
import type { Embedder } from '../../../lib/embedding/embedder.ts';
import { fixedAttributes } from '../../../lib/generation/fixed-attributes.ts';
import type { Predictor } from '../../../lib/inference/predictor.ts';
import { putJson, putRows, readJson, readRows } from '../../../lib/store/blobs.ts';
import { inputText } from '../../../lib/task-input/input-text.ts';
import type { Teacher } from '../../../lib/teacher/teacher.ts';
import { GRANT } from '../../support/activity-bench.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { scriptedActivities } from '../../support/scripted-activities.ts';
import { storedTaskInTest } from '../../support/stored-task-in-test.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';
import { createWordEmbedder } from '../../support/word-embedder.ts';

const scratch = await mkdtemp(join(tmpdir(), 'round-by-cluster-'));
afterAll(() => rm(scratch, { recursive: true }));

const SPEC = { ...TRIAGE_SPEC, kind: 'text', labels: null, metric: 'exact-match' } as const;
const TOPICS = ['home', 'away'].map((name) => ({ name, description: '' }));

/** Half about baking, half about trains; each half has a word of `own` that no other rows have. */
const rowsWith = (own: readonly [string, string], count: number): readonly Example[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${own[0]}-${at}`,
    input: at % 2 === 0 ? `bake bread from flour ${own[0]} ${at}` : `book a train to paris ${own[1]} ${at}`,
    output: `answer ${at}`,
    origin: 'generated',
    votes: [],
    agreement: 1,
    group: `${own[0]}-${at}`,
  }));
const VALIDATION = rowsWith(['unseen', 'hidden'], 120);
const TRAIN = rowsWith(['seen', 'shown'], 80);

/** Wrong on 50 of the 60 rows about baking, and on 10 of the 60 about trains. */
const isWrong = (at: number): boolean => (at % 2 === 0 ? at < 100 : at < 20);
const predict: Predictor = async function* predict({ inputs }) {
  for (const [index, input] of inputs.entries()) {
    const at = VALIDATION.findIndex((row) => row.input === input);
    yield { index, output: isWrong(at) ? 'wrong' : `answer ${at}`, logits: null, scores: null, ms: 1 };
  }
};

/** Writes ten inputs about what it is asked for, and keeps what it was asked. */
function scriptedTeacher() {
  const prompts: string[] = [];
  const ask: Teacher['ask'] = async function* ask(_account, _family, requests) {
    for (const [index, request] of requests.entries()) {
      const said = request.prompt.messages.map(({ content }) => content).join('\n');
      prompts.push(said);
      const about = said.includes('bread') ? 'bread' : 'anything';
      const checked = request.check({
        inputs: Array.from({ length: 10 }, (_, at) => `${about} ${prompts.length} ${at}`),
      });
      if ('answer' in checked) yield { index, answer: checked.answer };
    }
  };
  return { prompts, ask };
}

async function openRound(embedder: Embedder) {
  const store = createMemoryStore();
  const canned = scriptedActivities().activities;
  const build: BuildContext = {
    buildId: 'b',
    name: 'triage',
    config: await putJson(store, storedTaskInTest('triage', 1).config),
    teacher: { baseUrl: '', apiKeyEnv: null, price: null },
    fresh: false,
  };
  const none = Object.create(null);
  const input: ExamineStudentInput = {
    build,
    spec: await putJson(store, SPEC),
    dataset: {
      ...(await canned.assembleDataset(none)),
      validation: await putRows(store, VALIDATION),
      train: await putRows(store, TRAIN),
    },
    trained: await canned.trainStudent(
      Object.assign(none, { trial: { candidate: { family: 'encoder', base: 'minilm' }, number: 0, changes: {} } }),
    ),
    exported: await canned.exportStudent(none),
    attributes: await putJson(store, { ...fixedAttributes(null), origin: 'proposed', topics: TOPICS }),
    pools: [],
    before: null,
  };
  const examine = createExamineStudent({ store, scratch, predict, embedder });
  return {
    store,
    build,
    input,
    environment,
    look: () => environment().run<[ExamineStudentInput], ExaminedStudent, typeof examine>(examine, input),
  };
}

describe('a round of a task without labels', () => {
  it('asks for inputs of the cluster that is weak, and for none of the one that is strong', async () => {
    const { store, build, input, look } = await openRound(createWordEmbedder());
    const examined = await look();
    expect(examined.decision).toBe('again');
    expect(examined.weakest[0]).toBe('inputs with bake, bread, flour, seen (50 of 60 wrong)');
    const focus = await readJson(store, examined.focus, Focus);
    // 0.7 of the inputs go where the errors are, and 50 of 60 errors are here.
    expect(focus.clusters).toEqual([
      expect.objectContaining({ rows: 60, errors: 50, share: expect.closeTo((0.7 * 50) / 60, 12) }),
    ]);

    const { prompts, ask } = scriptedTeacher();
    const unused: CpuPorts = none();
    const teacher = { ...unused.teacher, probe: async () => undefined, worstCase: () => NOTHING, ask };
    const ports = { ...unused, store, teacher, journal: { ...unused.journal, compact: async () => undefined } };
    const write = createWriteInputs(ports);
    const shard = await environment().run<[WriteInputsInput], WrittenShard, typeof write>(write, {
      build,
      spec: input.spec,
      purpose: 'train',
      calls: { from: 0, to: 24 },
      plan: { attributes: input.attributes, settings: null, covered: [], focus: examined.focus },
      grant: GRANT,
    });
    const inputs = await readRows(store, shard.inputs, WrittenInput);
    expect(inputs.filter(({ input: written }) => inputText(written, null).startsWith('bread'))).toHaveLength(140);
    expect(inputs).toHaveLength(240);
    const about = prompts.filter((prompt) => prompt.includes('bread'));
    expect(about).toHaveLength(14);
    expect(about[0]).toContain('words such as bake, bread, flour, seen are frequent');
    expect(about[0]?.match(/- "bake bread from flour seen \d+"/g)).toHaveLength(3);
    // The other calls take turns among the topics; none speaks of trains.
    expect(prompts.filter((prompt) => /topic: (home|away)/.test(prompt))).toHaveLength(10);
    expect(prompts.filter((prompt) => prompt.includes('train to'))).toEqual([]);
    // Each validation row has one of these words: nothing of them is shown.
    expect(prompts.filter((prompt) => /unseen|hidden/.test(prompt))).toEqual([]);
  });

  it('says so where this worker cannot embed, goes by topic, and looks again another time', async () => {
    const missing = new StageFailure('trainer-missing', 'no Python here');
    const { store, look } = await openRound({ ...createWordEmbedder(), embed: () => Promise.reject(missing) });
    const examined = await look();
    expect(examined.remark).toBe(
      'Weak inputs were not looked for by likeness: this worker has no embedder of texts (`npm run setup` provides it).',
    );
    expect(await readJson(store, examined.focus, Focus)).not.toHaveProperty('clusters');
    expect((await look()).record.reused).toBe(false);
  });
});

const environment = () => new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
const NOTHING = { usd: 0, tokens: 0, calls: 0 };
const none = () => Object.create(null);
