import { describe, expect, inject, it } from 'vitest';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createS3Pointers } from '../../../lib/store/s3-pointers.ts';
import { describePointerStore } from '../../support/pointer-store.case.ts';

let buckets = 0;
const settingsOf = (bucket: string) => ({ ...inject('s3'), bucket, pathStyle: true });

describePointerStore('the S3 adapter on a real server', async () => {
  const settings = settingsOf(`pointer-store-${++buckets}`);
  await ensureBucket(settings);
  return createS3Pointers(settings);
});

describe('the S3 adapter of pointers', () => {
  it('says store-refused where the bucket is missing', async () => {
    const pointers = createS3Pointers(settingsOf('absent-bucket'));
    await expect(pointers.read('key')).rejects.toMatchObject({ kind: 'store-refused' });
    await expect(pointers.move('key', Buffer.from('x'), null)).rejects.toMatchObject({ kind: 'store-refused' });
    await expect(pointers.move('key', Buffer.from('x'), '"tag"')).rejects.toMatchObject({ kind: 'store-refused' });
  });
});
