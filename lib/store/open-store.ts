import type { Environment } from '../environment/read-environment.ts';
import type { ObjectStore } from './object-store.ts';
import { createS3Store } from './s3-store.ts';

/** The store that the environment names; nothing is asked of it yet. */
export const openStore = ({ store }: Environment): ObjectStore =>
  createS3Store({
    region: store.region,
    bucket: store.bucket,
    // Servers of one's own seldom have a name per bucket.
    pathStyle: store.endpoint !== null,
    ...(store.endpoint === null ? {} : { endpoint: store.endpoint }),
    ...store.credentials,
  });
