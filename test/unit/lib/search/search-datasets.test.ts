import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotSources } from '../../../../lib/datasets/snapshot-sources.ts';
import { searchDatasets } from '../../../../lib/search/search-datasets.ts';
import type { SearchQuery } from '../../../../lib/search/search-query.ts';
import { createMemoryIndexes } from '../../../support/memory-indexes.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { noHub } from '../../../support/no-hub.ts';
import { createWordEmbedder } from '../../../support/word-embedder.ts';

const QUERY: SearchQuery = {
  instruction: 'Which team answers this message of a customer about a parcel or an invoice?',
  kind: 'labels',
  labels: ['billing', 'delivery'],
  fields: null,
  demonstrations: [],
};

const lines = (rows: readonly Readonly<Record<string, string>>[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const repeat = (rows: readonly Readonly<Record<string, string>>[]) =>
  Array.from({ length: 10 }, (_, at) => rows.map((row) => ({ ...row, id: `row_${at}` }))).flat();

const TICKETS = repeat([
  { text: 'customer: where is my parcel', team: 'Delivery' },
  { text: 'customer: the invoice is wrong', team: 'Billing' },
]);
const MOODS = repeat([
  { text: 'a customer writes about a parcel and an invoice', mood: 'angry' },
  { text: 'a message of a customer for the team', mood: 'calm' },
]);
const BIRDS = repeat([
  { bird: 'two swifts above the harbour', sex: 'male' },
  { bird: 'a tit', sex: 'female' },
]);

describe('searchDatasets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'search-test-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function search(files: Readonly<Record<string, string>>, query: SearchQuery = QUERY) {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const store = createMemoryStore();
    const snapshot = await snapshotSources(store, ['.'], folder);
    const ports = { store, datasets: noHub.datasets, embedder: createWordEmbedder(), indexes: createMemoryIndexes() };
    return await searchDatasets(ports, query, { snapshot, hub: 'leave' });
  }

  it('puts a dataset whose values are the task’s labels before one that only reads alike', async () => {
    const { candidates, considered } = await search({
      'a-moods.jsonl': lines(MOODS),
      'b-birds.jsonl': lines(BIRDS),
      'c-tickets.jsonl': lines(TICKETS),
    });
    expect(considered).toBe(3);
    expect(candidates.map(({ title }) => title)).toEqual(['c-tickets', 'a-moods', 'b-birds']);
    expect(candidates[0]).toMatchObject({
      mapping: { input: 'text', output: 'team' },
      rows: 20,
      license: null,
      proven: true,
      reading: null,
      samples: [
        // Both labels, before any comes again.
        { input: 'customer: where is my parcel', output: 'Delivery' },
        { input: 'customer: the invoice is wrong', output: 'Billing' },
        { input: 'customer: where is my parcel', output: 'Delivery' },
      ],
    });
    expect(candidates[0]?.reasons).toContain("all 2 of the task's labels stand in the column team");
  });

  it('gives the same listing each time', async () => {
    const files = { 'a.jsonl': lines(MOODS), 'b.jsonl': lines(TICKETS) };
    expect(await search(files)).toEqual(await search(files));
  });

  it('takes a dataset for good only where its values show that it fits', async () => {
    const { candidates } = await search({ 'moods.jsonl': lines(MOODS), 'tickets.jsonl': lines(TICKETS) });
    expect(candidates.map(({ title, fit }) => [title, fit])).toEqual([
      ['tickets', 'good'],
      ['moods', 'possible'],
    ]);
  });

  it('finds nothing in nothing, which is no failure', async () => {
    expect(await search({})).toEqual({ version: 1, candidates: [], considered: 0, skipped: [] });
  });

  it('says what it could not use, and goes on', async () => {
    const { candidates, skipped } = await search({
      'broken.jsonl': '{"a":',
      'empty.csv': 'a,b\n',
      'lonely.jsonl': lines([{ only: 'one column' }]),
      'tickets.jsonl': lines(TICKETS),
    });
    expect(candidates.map(({ title }) => title)).toEqual(['tickets']);
    expect(skipped.map(({ what }) => what)).toEqual(['local:./broken', 'local:./empty', 'local:./lonely']);
    expect(skipped[0]?.reason).toContain('line 1 is no JSON');
  });
});
