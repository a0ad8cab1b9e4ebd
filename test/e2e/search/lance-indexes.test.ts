import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createLanceIndexes, searchPlace } from '../../../lib/search/lance-indexes.ts';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createS3Store } from '../../../lib/store/s3-store.ts';
import { searchIndexesCase } from '../../support/search-indexes.case.ts';

const { endpoint, region, accessKeyId, secretAccessKey } = inject('s3');
const settings = { endpoint, region, bucket: 'lance', accessKeyId, secretAccessKey, pathStyle: true };
const place = searchPlace({
  store: { endpoint, region, bucket: 'lance', credentials: { accessKeyId, secretAccessKey } },
});

let folder: string;
let folders = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lance-test-'));
  await ensureBucket(settings);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const inFolder = async () => {
  folders += 1;
  return createLanceIndexes({ uri: join(folder, String(folders)), options: {} });
};

searchIndexesCase('LanceDB in a folder', inFolder);

searchIndexesCase('LanceDB on S3', async () => {
  const store = createS3Store(settings);
  for (const { key } of await store.list('search/')) await store.remove(key);
  return createLanceIndexes(place);
});

describe('LanceDB on S3', () => {
  it('keeps an index beside the other objects, under its name', async () => {
    await createLanceIndexes(place).open('abc', 1, async () => [
      { dataset: 'd', part: 'about', meaning: '', words: 'w', vector: Float32Array.of(1, 0) },
    ]);
    const keys = (await createS3Store(settings).list('search/abc.lance/')).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(0);
  });

  it('says that the store is not to be reached', async () => {
    const gone = createLanceIndexes({
      ...place,
      options: { ...place.options, endpoint: 'http://127.0.0.1:9', client_max_retries: '0' },
    });
    await expect(gone.open('abc', 1, async () => [])).rejects.toMatchObject({ kind: 'store-unreachable' });
  });
});
