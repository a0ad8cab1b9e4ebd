import { inject } from 'vitest';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createS3Store } from '../../../lib/store/s3-store.ts';
import { describeObjectStore } from '../../support/object-store.case.ts';

let buckets = 0;

describeObjectStore('the S3 adapter on a real server', async () => {
  const settings = { ...inject('s3'), bucket: `object-store-${++buckets}`, pathStyle: true };
  await ensureBucket(settings);
  return createS3Store(settings);
});
