import { readDotEnv } from '../../lib/environment/read-variable.ts';
import { namesStore } from '../../lib/environment/read-environment.ts';
import type { StackFile } from '../../lib/environment/stack-file.ts';
import { root } from '../setup/places.mjs';
import { LOCAL_REGION } from './s3-server.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of this process and of `.env` that say where services are: those are used, not started. */
export function namedServices(): { readonly temporalAddress: string | null; readonly variables: Variables } {
  const variables: Variables = { ...readDotEnv(root), ...process.env };
  return { temporalAddress: variables['TEMPORAL_ADDRESS'] || null, variables };
}

export const endpointIn = (variables: Variables): string | null =>
  namesStore(variables) ? variables['AWS_ENDPOINT_URL_S3'] || variables['AWS_ENDPOINT_URL'] || null : null;

/** The environment of a process that works with the stack: this one's, and the addresses of the stack's own servers. */
export function environmentFor(stack: Omit<StackFile, 'pids'>): NodeJS.ProcessEnv {
  const inherited: NodeJS.ProcessEnv = { ...process.env, TEMPORAL_ADDRESS: stack.temporalAddress };
  if (stack.accessKeyId === null || stack.secretAccessKey === null) return inherited;
  // A session token belongs to another account's key.
  const { AWS_SESSION_TOKEN: _token, ...rest } = inherited;
  return {
    ...rest,
    AWS_ENDPOINT_URL_S3: stack.s3Endpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: stack.accessKeyId,
    AWS_SECRET_ACCESS_KEY: stack.secretAccessKey,
    P2M_BUCKET: stack.bucket,
  };
}
