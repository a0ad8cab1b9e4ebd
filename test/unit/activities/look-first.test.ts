import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createImportDataset } from '../../../activities/import-dataset.ts';
import { createSearchBaseModels } from '../../../activities/search-base-models.ts';
import { createSearchDatasets } from '../../../activities/search-datasets.ts';
import type { BuildContext } from '../../../contracts/activities.ts';
import { BaseModelListing, type ColumnMapping, DatasetListing } from '../../../contracts/candidate.ts';
import { Example, type GoldRow } from '../../../contracts/example.ts';
import { TaskSpec } from '../../../contracts/task-spec.ts';
import { snapshotSources } from '../../../lib/datasets/snapshot-sources.ts';
import { putJson, putRows, readJson, readRows } from '../../../lib/store/blobs.ts';
import { inputText } from '../../../lib/task-input/input-text.ts';
import { taskConfig } from '../../../lib/task/task-config.ts';
import { createMemoryIndexes } from '../../support/memory-indexes.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createWordEmbedder } from '../../support/word-embedder.ts';
import { UNCONSTRAINED } from '../../../lib/task/unconstrained.ts';

const SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: 'Which team answers the customer?',
  kind: 'labels',
  fields: null,
  labels: ['billing', 'delivery'].map((name) => ({ name, description: null })),
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  instructionEnglish: null,
  language: null,
  notes: [],
};
const row = (at: number) => ({ text: `customer ${at} asks`, team: at % 2 === 0 ? 'billing' : 'delivery' });
const ROWS = Array.from({ length: 60 }, (_, at) => `${JSON.stringify(row(at))}\n`).join('');

/** Runs work as an activity does. */
const inActivity = async <Result>(work: () => Promise<Result>): Promise<Result> =>
  await new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run<[], Result, () => Promise<Result>>(
    work,
  );

const NO_CONFIG = { uri: '', sha256: '0'.repeat(64), bytes: 0 };

const build = (buildId: string, config = NO_CONFIG): BuildContext => ({
  buildId,
  name: 'triage',
  config,
  teacher: { baseUrl: '', apiKeyEnv: null, price: null },
  fresh: false,
});

describe('looking first', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'look-first-'));
    await writeFile(join(folder, 'tickets.jsonl'), ROWS);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function setUp(task: TaskSpec = SPEC) {
    const store = createMemoryStore();
    const asked: string[] = [];
    const ports = {
      store,
      embedder: createWordEmbedder(),
      indexes: createMemoryIndexes(),
      datasets: {
        search: async () => {
          asked.push('datasets');
          return { found: [], skipped: [] };
        },
        open: () => Promise.reject(new Error('no file of the hub was listed')),
      },
      models: {
        scan: async () => {
          asked.push('models');
          return { models: [], skipped: [] };
        },
      },
    };
    const spec = await putJson(store, task);
    const sources = await putJson(store, await snapshotSources(store, ['tickets.jsonl'], folder));
    const search = (buildId: string, hub: 'ask' | 'leave') =>
      inActivity(() =>
        createSearchDatasets(ports)({
          build: build(buildId),
          spec,
          sources,
          hub,
        }),
      );
    return { store, ports, asked, spec, search };
  }

  it('embeds the instruction in English, not the words of another language', async () => {
    const { ports, search } = await setUp({ ...SPEC, instruction: '¿Qué equipo?', instructionEnglish: 'Which team?' });
    await search('one', 'leave');
    expect(ports.embedder.embedded).toContain('Which team?\nbilling, delivery');
    expect(ports.embedder.embedded.filter((text) => text.includes('equipo'))).toEqual([]);
  });

  /** An import of the one candidate; the user's `test` where there is one. */
  async function setUpImport() {
    const { store, ports, spec, search } = await setUp();
    const { listing } = await search('one', 'leave');
    const file = { prompt: SPEC.instruction, teacher: { model: 'm' } };
    const task = { file, examples: [], test: null, baseModel: null, folder: '/' };
    const importing = async ({
      mapping = null,
      maxRows = null,
      test = null,
    }: {
      readonly mapping?: ColumnMapping | null;
      readonly maxRows?: number | null;
      readonly test?: readonly GoldRow[] | null;
    }) => {
      const rows = { examples: null, test: test === null ? null : await putRows(store, test) };
      const config = await putJson(store, taskConfig(task, rows, 'http://h'));
      const asked = { build: build('one', config), spec, listing, candidate: 'local:tickets.jsonl', mapping, maxRows };
      return inActivity(() => createImportDataset(ports)(asked));
    };
    return { store, importing };
  }

  it('lists candidates, and takes the list over in another build', async () => {
    const { store, ports, search } = await setUp();
    const found = await search('one', 'leave');
    expect(found.candidates).toMatchObject([{ id: 'local:tickets.jsonl', rows: 60, license: null, fit: 'good' }]);
    expect((await readJson(store, found.listing, DatasetListing)).candidates[0]?.mapping).toEqual({
      input: 'text',
      output: 'team',
    });
    const embedded = ports.embedder.embedded.length;
    const again = await search('two', 'leave');
    expect([again.record.reused, again.listing, ports.embedder.embedded.length]).toEqual([
      true,
      found.listing,
      embedded,
    ]);
  });

  it('asks the hub anew in another build, and once in the same', async () => {
    const { asked, search } = await setUp();
    for (const buildId of ['one', 'one', 'two']) await search(buildId, 'ask');
    expect(asked).toEqual(['datasets', 'datasets']);
  });

  it('imports a candidate once, with a person’s mapping where there is one', async () => {
    const { store, importing } = await setUpImport();
    const imported = await importing({ maxRows: 20 });
    expect(imported.counts).toMatchObject({ read: 60, rows: 20 });
    expect(imported.testFrom).toBe('hashed share');
    const rows = await readRows(store, imported.rows, Example);
    expect(rows.every(({ origin }) => origin === 'imported')).toBe(true);
    expect((await importing({ maxRows: 20 })).record.reused).toBe(true);
    const mapping = { input: 'text', output: 'team', labels: { billing: 'delivery' } };
    const edited = await importing({ maxRows: 20, mapping });
    const outputs = (await readRows(store, edited.rows, Example)).map(({ output }) => output);
    expect([edited.record.reused, new Set(outputs)]).toEqual([false, new Set(['delivery'])]);
    const wrong = { input: 'text', output: 'nothing' };
    await expect(importing({ mapping: wrong })).rejects.toMatchObject({ kind: 'task-invalid' });
  });

  it('shows some of the imported rows that train as demonstrations, none that is like a test row of the user', async () => {
    const { store, importing } = await setUpImport();
    const imported = await importing({});
    const told = await readJson(store, imported.spec, TaskSpec);
    const trained = (await readRows(store, imported.rows, Example)).map(({ input, output }) => ({ input, output }));
    expect(imported.shown).toBe(8);
    expect(told).toEqual({ ...SPEC, demonstrations: expect.any(Array), importedDemonstrations: 8 });
    expect(trained).toEqual(expect.arrayContaining([...told.demonstrations]));
    const outputs = told.demonstrations.map(({ output }) => output);
    expect(outputs.filter((output) => output === 'billing')).toHaveLength(4);

    const test = told.demonstrations.map((shown) => ({ ...shown, input: `${inputText(shown.input, null)}!` }));
    const guarded = await importing({ test });
    const others = (await readJson(store, guarded.spec, TaskSpec)).demonstrations;
    expect([guarded.record.reused, guarded.rows, others.length]).toEqual([false, imported.rows, 8]);
    expect(others.filter((other) => told.demonstrations.some(({ input }) => input === other.input))).toEqual([]);
  });

  it('ranks base models without a hub', async () => {
    const { store, ports, asked } = await setUp();
    const wishes = {
      kind: 'labels',
      maxParameters: null,
      licenses: null,
      language: null,
      families: ['encoder'],
    } as const;
    const found = await inActivity(() =>
      createSearchBaseModels(ports)({
        build: build('one'),
        hub: 'leave',
        wishes,
      }),
    );
    expect([found.best, asked]).toEqual(['minilm', []]);
    const listing = await readJson(store, found.listing, BaseModelListing);
    expect(listing.candidates).toHaveLength(found.count);
  });
});
