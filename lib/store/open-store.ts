import type { Environment } from '../environment/read-environment.ts';
import type { ObjectStore } from './object-store.ts';
import type { PointerStore } from './pointer-store.ts';
import type { S3Settings } from './s3-client.ts';
import { createS3Pointers } from './s3-pointers.ts';
import { createS3Store } from './s3-store.ts';

/** The store that the environment names; nothing is asked of it yet. */
export const openStore = (environment: Environment): ObjectStore => createS3Store(settingsOf(environment));

/** The same store's objects that move. */
export const openPointers = (environment: Environment): PointerStore => createS3Pointers(settingsOf(environment));

const settingsOf = ({ store }: Environment): S3Settings => ({
  region: store.region,
  bucket: store.bucket,
  // Servers of one's own seldom have a name per bucket.
  pathStyle: store.endpoint !== null,
  ...(store.endpoint === null ? {} : { endpoint: store.endpoint }),
  ...store.credentials,
});
