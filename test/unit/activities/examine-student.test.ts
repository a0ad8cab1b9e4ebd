import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { createExamineStudent } from '../../../activities/examine-student.ts';
import type { ExaminedStudent, ExamineStudentInput } from '../../../contracts/activities.ts';
import type { Example } from '../../../contracts/example.ts';
import { Focus } from '../../../contracts/round.ts';
import { fixedAttributes } from '../../../lib/generation/fixed-attributes.ts';
import type { Predictor } from '../../../lib/inference/predictor.ts';
import { putJson, putRows, readJson } from '../../../lib/store/blobs.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { scriptedActivities } from '../../support/scripted-activities.ts';
import { storedTaskInTest } from '../../support/stored-task-in-test.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';
import { createWordEmbedder } from '../../support/word-embedder.ts';

const VALIDATION: readonly Example[] = Array.from({ length: 40 }, (_, at) => ({
  id: `row-${at}`,
  input: `message ${at}`,
  output: at < 20 ? 'billing' : 'delivery',
  origin: 'generated',
  votes: [],
  agreement: 1,
  group: `row-${at}`,
}));
/** Right on billing, and on the first `right` of delivery. */
const student = (right: number): Predictor =>
  async function* predict({ inputs }) {
    for (const [index, input] of inputs.entries()) {
      const at = VALIDATION.findIndex((row) => row.input === input);
      const output = at < 20 || at >= 20 + right ? 'billing' : 'delivery';
      yield { index, output, logits: [0, 0], scores: [0.5, 0.5], ms: 1 };
    }
  };

it('says where a student is weak, by label and topic, and what it gained on the same rows', async () => {
  const store = createMemoryStore();
  const embedder = createWordEmbedder();
  const scratch = await mkdtemp(join(tmpdir(), 'examine-'));
  const canned = scriptedActivities().activities;
  const topics = ['parcels', 'invoices'].map((name) => ({ name, description: '' }));
  const pool = VALIDATION.map(({ id, input }, at) => ({ id, input, hint: null, topic: topics[at < 30 ? 1 : 0]?.name }));
  const input: Omit<ExamineStudentInput, 'before'> = {
    build: {
      buildId: 'b',
      name: 'triage',
      config: await putJson(store, storedTaskInTest('triage', 1).config),
      teacher: { baseUrl: '', apiKeyEnv: null, price: null },
      fresh: false,
    },
    spec: await putJson(store, TRIAGE_SPEC),
    dataset: { ...(await canned.assembleDataset(Object.create(null))), validation: await putRows(store, VALIDATION) },
    trained: await canned.trainStudent(
      Object.assign(Object.create(null), {
        trial: { candidate: { family: 'encoder', base: 'minilm' }, number: 0, changes: {} },
      }),
    ),
    exported: await canned.exportStudent(Object.create(null)),
    attributes: await putJson(store, { ...fixedAttributes(null), origin: 'proposed', topics }),
    pools: [await putRows(store, pool)],
  };
  const look = async (right: number, before: ExamineStudentInput['before']): Promise<ExaminedStudent> => {
    const examine = createExamineStudent({ store, scratch, predict: student(right), embedder });
    const exported = { ...input.exported, modelHash: String(right).repeat(32).slice(0, 64).padEnd(64, '0') };
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
    return environment.run(examine, { ...input, exported, before });
  };
  try {
    const first = await look(4, null);
    expect(first).toMatchObject({ score: 0.6, gain: null, decision: 'again' });
    // Of the 16 wrong ones, all delivery, 6 were written about invoices.
    expect(first.weakest).toEqual([
      'delivery (16 of 20 wrong)',
      'parcels (10 of 10 wrong)',
      'invoices (6 of 30 wrong)',
    ]);
    const focus = await readJson(store, first.focus, Focus);
    expect(focus.labels.map(({ share }) => Number(share.toFixed(4)))).toEqual([0.15, 0.85]);

    const second = await look(14, first.answers);
    expect(second).toMatchObject({ score: 0.85, decision: 'again' });
    expect(second.gain?.difference).toBeCloseTo(0.25, 10);
    expect((await look(4, first.answers)).decision).toBe('no-gain');
    // Labels name the regions: nothing is clustered.
    expect(embedder.embedded).toEqual([]);
  } finally {
    await rm(scratch, { recursive: true });
  }
});
