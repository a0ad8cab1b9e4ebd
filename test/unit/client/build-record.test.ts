import { describe, expect, it } from 'vitest';
import { findBuildRecord, recordedBuilds } from '../../../client/build-record.ts';
import { readBuildRecord } from '../../../lib/trace/build-record.ts';
import { createRecordBuild } from '../../../activities/record-build.ts';
import type { RecordBuildInput } from '../../../contracts/activities.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const REF = { uri: 's3://b/k', sha256: 'a'.repeat(64), bytes: 1 };
const endOf = (name: string): RecordBuildInput => ({
  build: {
    buildId: `${name}-0123456789ab-01a1fd60`,
    name,
    config: REF,
    teacher: { baseUrl: 'http://h', apiKeyEnv: null, price: null },
    fresh: false,
  },
  workflowId: `build/${name}-0123456789ab`,
  state: 'failed',
  failure: { kind: 'key-refused', message: 'no' },
  spec: null,
  records: [],
  interventions: [],
  verdict: null,
  cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
  costs: [],
  bundle: null,
});

const store = createMemoryStore();
await createRecordBuild({ store })(endOf('alpha'));
await createRecordBuild({ store })(endOf('beta'));

describe('findBuildRecord', () => {
  it.each(['alpha-0123456789ab-01a1fd60', 'build/alpha-0123456789ab', 'al'])(
    'reads what the stage wrote, by %s',
    async (text) => {
      const record = await findBuildRecord(store, text);
      expect(record).toMatchObject({ state: 'failed', failure: { kind: 'key-refused' }, build: { name: 'alpha' } });
    },
  );
  it('finds nothing where nothing was recorded', async () => {
    expect(await findBuildRecord(store, 'gamma')).toBeNull();
    expect(await readBuildRecord(store, 'gamma')).toBeNull();
  });
  it('lists builds by their records alone', async () => {
    store.objects.set('builds/beta-0123456789ab-01a1fd60/stages/train/x.json', Buffer.from('{}'));
    expect(await recordedBuilds(store, '')).toEqual(['alpha-0123456789ab-01a1fd60', 'beta-0123456789ab-01a1fd60']);
  });
  it('refuses a record that is none', async () => {
    store.objects.set('builds/delta-0123456789ab-01a1fd60/build.json', Buffer.from('{"state":"done"}'));
    await expect(findBuildRecord(store, 'delta')).rejects.toMatchObject({ kind: 'store-corrupt' });
  });
});
