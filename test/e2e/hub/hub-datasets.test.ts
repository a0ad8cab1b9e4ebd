import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, describe, expect, it } from 'vitest';
import { profileDataset } from '../../../lib/datasets/dataset-profile.ts';
import type { FoundDataset } from '../../../lib/datasets/found-dataset.ts';
import { createHubDatasets } from '../../../lib/hub/hub-datasets.ts';
import { type HubRepo, startHubServer } from '../../support/hub-server.ts';

const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const CONVERTED_SHA = 'beef0000beef0000beef0000beef0000beef0000';

const features = { info: { features: { label: { names: ['billing', 'delivery'], _type: 'ClassLabel' } } } };
const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'text', data: ['Where is my parcel?', 'Wrong invoice'], type: 'STRING' },
      { name: 'label', data: [1, 0], type: 'INT32' },
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify(features) }],
  }),
);

const tickets: HubRepo = {
  sha: SHA,
  license: 'cc-by-4.0',
  language: 'en',
  description: 'Tickets of a shop.',
  downloads: 900,
  files: {
    'README.md': '# Tickets',
    'data/train-00000-of-00001.parquet': parquet,
    'data/test-00000-of-00001.parquet': parquet,
  },
};
const DATASETS: Readonly<Record<string, HubRepo>> = {
  'acme/tickets': tickets,
  'acme/old-tickets': { sha: SHA, downloads: 5, files: { 'tickets.jsonl': '{"q":"a","a":"b"}\n' } },
  'acme/tickets-script': {
    sha: SHA,
    downloads: 50,
    files: { 'tickets.py': 'import os' },
    converted: { sha: CONVERTED_SHA, files: { 'default/train/0000.parquet': parquet } },
  },
  'acme/tickets-gated': {
    sha: SHA,
    downloads: 40,
    files: { 'train.jsonl': '{"q":"a","a":"b"}\n' },
    gatedFor: 'hf_right',
  },
  'acme/tickets-closed': { sha: SHA, downloads: 30, files: {}, token: 'hf_other' },
  'acme/tickets-empty': { sha: SHA, downloads: 20, files: { 'README.md': 'soon' } },
  'acme/weather': { sha: SHA, downloads: 9999, files: { 'a.csv': 'a,b\n1,2\n' } },
};

describe('createHubDatasets', () => {
  const running: { stop: () => Promise<void> }[] = [];
  const start = async (...how: Parameters<typeof startHubServer>) => {
    const server = await startHubServer(...how);
    running.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
  });

  const waits: number[] = [];
  const clock = { now: () => Date.parse('2026-01-01T00:00:00Z'), wait: async (ms: number) => void waits.push(ms) };
  const hubAt = (endpoint: string, token?: string, offline = false) =>
    createHubDatasets({ endpoint, token: () => token, offline }, clock);
  const profile = (hub: ReturnType<typeof hubAt>, found: FoundDataset) =>
    profileDataset(found, async ({ place }, file) => {
      if (place.from !== 'hub') throw new Error('not of the hub');
      return await hub.open(place.repo, place.revision, file);
    });

  it('finds datasets page by page, the most fetched first, each once', async () => {
    const { endpoint } = await start({}, DATASETS);
    const { found } = await hubAt(endpoint).search(['tickets', 'ticket'], 10);
    expect(found.map(({ id }) => id)).toEqual([
      'hub:acme/tickets',
      'hub:acme/tickets-script:default',
      'hub:acme/tickets-gated',
      'hub:acme/old-tickets',
    ]);
    expect(found[0]).toEqual({
      id: 'hub:acme/tickets',
      title: 'acme/tickets',
      place: { from: 'hub', repo: 'acme/tickets', revision: SHA, config: null },
      card: { title: null, license: 'cc-by-4.0', languages: ['en'], description: 'Tickets of a shop.', configs: [] },
      files: [
        { path: 'data/test-00000-of-00001.parquet', split: 'test', bytes: parquet.length, sha256: null },
        { path: 'data/train-00000-of-00001.parquet', split: 'train', bytes: parquet.length, sha256: null },
      ],
      downloads: 900,
    });
  });

  it('says why the others are left out', async () => {
    const { endpoint } = await start({}, DATASETS);
    const { skipped } = await hubAt(endpoint).search(['ticket'], 10);
    expect(skipped.map(({ what }) => what)).toEqual(['hub:acme/tickets-closed', 'hub:acme/tickets-empty']);
    expect(skipped[0]?.reason).toContain('without HF_TOKEN');
  });

  it('reads rows of Parquet files, with the names of class labels', async () => {
    const { endpoint } = await start({}, DATASETS);
    const hub = hubAt(endpoint);
    const [first] = (await hub.search(['tickets'], 1)).found;
    expect(first && (await profile(hub, first))).toMatchObject({
      columns: ['text', 'label'],
      rows: [
        { text: 'Where is my parcel?', label: 'delivery' },
        { text: 'Wrong invoice', label: 'billing' },
      ],
      totalRows: 4,
    });
  });

  it('reads the Parquet that the hub made where the dataset is a script', async () => {
    const { endpoint } = await start({}, DATASETS);
    const hub = hubAt(endpoint);
    const [first] = (await hub.search(['script'], 5)).found;
    expect(first?.place).toEqual({
      from: 'hub',
      repo: 'acme/tickets-script',
      revision: CONVERTED_SHA,
      config: 'default',
    });
    expect(first && (await profile(hub, first)).totalRows).toBe(2);
  });

  it('cannot read a gated dataset without access, and can with it', async () => {
    const { endpoint } = await start({}, DATASETS);
    const [gated] = (await hubAt(endpoint).search(['gated'], 5)).found;
    if (gated === undefined) throw new Error('not found');
    await expect(profile(hubAt(endpoint), gated)).rejects.toMatchObject({ name: 'DataUnreadable' });
    await expect(profile(hubAt(endpoint, 'hf_right'), gated)).resolves.toMatchObject({ totalRows: 1 });
  });

  it('waits as long as a busy hub wishes', async () => {
    waits.length = 0;
    const { endpoint } = await start({}, DATASETS, { busy: 2, retryAfter: '7' });
    expect((await hubAt(endpoint).search(['weather'], 5)).found).toHaveLength(1);
    expect(waits).toEqual([7_000, 7_000]);
  });

  it('reads a date as the end of the wait', async () => {
    waits.length = 0;
    const { endpoint } = await start({}, DATASETS, { busy: 1, retryAfter: 'Thu, 01 Jan 2026 00:00:09 GMT' });
    await hubAt(endpoint).search(['weather'], 5);
    expect(waits).toEqual([9_000]);
  });

  it.each([
    ['stays busy', { busy: 99, retryAfter: '1' }, 1_000],
    ['wants a long wait', { busy: 99, retryAfter: '3600' }, 3_600_000],
  ])('leaves a hub that %s to a later attempt', async (_, trouble, retryAfterMs) => {
    const { endpoint } = await start({}, DATASETS, trouble);
    await expect(hubAt(endpoint).search(['weather'], 5)).rejects.toMatchObject({
      kind: 'hub-unreachable',
      retryAfterMs,
    });
  });

  it('shows its token to the hub alone, not to a host that a page of results names', async () => {
    const other = await start({}, DATASETS);
    const { endpoint, tokens } = await start({}, DATASETS, { pagesAt: other.endpoint });
    await hubAt(endpoint, 'hf_mine').search(['ticket'], 5);
    expect(new Set(tokens)).toEqual(new Set(['hf_mine']));
    expect(other.tokens.length).toBeGreaterThan(0);
    expect(new Set(other.tokens)).toEqual(new Set([undefined]));
  });

  it('says that a hub which is gone may come back', async () => {
    const { endpoint, stop } = await start({}, DATASETS);
    await stop();
    await expect(hubAt(endpoint).search(['ticket'], 5)).rejects.toMatchObject({ kind: 'hub-unreachable' });
  });

  it('asks nothing where the hub is switched off, and says so', async () => {
    const { endpoint, asked } = await start({}, DATASETS);
    const { found, skipped } = await hubAt(endpoint, undefined, true).search(['ticket'], 5);
    expect({ found, asked, reasons: skipped.map(({ reason }) => reason) }).toEqual({
      found: [],
      asked: [],
      reasons: ['HF_HUB_OFFLINE forbids to ask the hub'],
    });
  });
});
