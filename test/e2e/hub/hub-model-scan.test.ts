import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubModelScan } from '../../../lib/hub/hub-model-scan.ts';
import { startHubServer } from '../../support/hub-server.ts';

const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const mask = { sha: SHA, files: {}, tags: ['fill-mask'] };

describe('createHubModelScan', () => {
  let hub: Awaited<ReturnType<typeof startHubServer>>;
  beforeEach(async () => {
    hub = await startHubServer({
      'acme/small': { ...mask, license: 'mit', language: 'en', parameters: 5e6, modelType: 'bert', downloads: 70 },
      'acme/odd': { ...mask, downloads: 60 },
      'acme/gated': { ...mask, gatedFor: 'hf_x', downloads: 50 },
      'acme/writer': { sha: SHA, files: {}, modelType: 't5', tags: ['text2text-generation'] },
      'acme/closed': { sha: SHA, files: {}, token: 'hf_x' },
    });
  });
  afterEach(async () => {
    await hub.stop();
  });

  const clock = { now: () => 0, wait: async () => {} };
  const scan = (offline = false) =>
    createHubModelScan({ endpoint: hub.endpoint, token: () => undefined, offline }, clock);

  it('lists open models for a purpose, and the named ones, with what their cards say', async () => {
    const { models, skipped } = await scan().scan('fill-mask', ['acme/small', 'acme/writer', 'acme/closed']);
    const unknown = { revision: SHA, parameters: null, license: null, languages: [] };
    expect(models).toEqual([
      { ...unknown, name: 'acme/odd', family: null, downloads: 60 },
      {
        name: 'acme/small',
        revision: SHA,
        family: 'encoder',
        parameters: 5e6,
        license: 'mit',
        languages: ['en'],
        downloads: 70,
      },
      { ...unknown, name: 'acme/writer', family: 'encoder-decoder', downloads: 1 },
    ]);
    expect(skipped).toEqual([{ what: 'acme/closed', reason: 'the hub does not give it (HTTP 403)' }]);
  });

  it('asks nothing where the hub is switched off', async () => {
    expect((await scan(true).scan('fill-mask', ['acme/small'])).models).toEqual([]);
    expect(hub.asked).toEqual([]);
  });

  it('says that a hub which is gone may come back', async () => {
    await hub.stop();
    await expect(scan().scan('fill-mask', [])).rejects.toMatchObject({ kind: 'hub-unreachable' });
  });
});
