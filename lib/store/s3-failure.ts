import { StageFailure } from '../../contracts/failure.ts';
import type { S3Settings } from './s3-client.ts';

/** What was asked of the server, for messages. */
export interface S3Request {
  /** `storing`, `reading`, … */
  readonly doing: string;
  /** Key or prefix; null where the bucket itself is meant. */
  readonly key: string | null;
}

/** Node's codes for a server that is not there or goes away, TLS not counted. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** Statuses below 500 that ask for patience: request time-out, a conflict with another request in flight, too many requests. */
const BUSY = new Set([408, 409, 429]);

/** Words of Node and the SDK for missing credentials, and for an endpoint that is no address, speaks no TLS or no HTTP, or has a certificate nobody trusts. */
const UNUSABLE =
  /^(EndpointError|ERR_INVALID_URL|EPROTO|HPE_|ERR_SSL_|ERR_TLS_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CredentialsProviderError)/;

/** What mends a refusal, by the server's code for it. */
const MENDS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'create the bucket or name another in P2M_BUCKET',
  InvalidAccessKeyId: 'check AWS_ACCESS_KEY_ID',
  /** What versitygw says instead. */
  XAdminUserNotFound: 'check AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'check AWS_SECRET_ACCESS_KEY',
  CredentialsProviderError: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  AccessDenied: 'let this key read, write, list and delete in the bucket',
  RequestTimeTooSkewed: 'set the clock of this machine',
  PermanentRedirect: 'check AWS_REGION',
  AuthorizationHeaderMalformed: 'check AWS_REGION',
};
const ELSE = 'check the endpoint (AWS_ENDPOINT_URL_S3), the bucket (P2M_BUCKET) and the key';

/**
 * Throws a failure of the S3 client as what it means: `store-unreachable` where the same again may help,
 * `store-refused` where a person must, and unchanged where it is neither (a bug, a local file).
 */
export function failS3(error: unknown, request: S3Request, settings: S3Settings): never {
  const seen = seenIn(error);
  const doing = `${request.doing} ${placeOf(request, settings)}`;
  if (seen.network || (seen.status !== null && (seen.status >= 500 || BUSY.has(seen.status)))) {
    throw new StageFailure('store-unreachable', `${doing}: ${seen.what}; is the server up, and the endpoint right?`, {
      cause: error,
    });
  }
  if (seen.status !== null || UNUSABLE.test(seen.code) || UNUSABLE.test(seen.system)) {
    throw new StageFailure('store-refused', `${doing}: ${seen.what}; ${MENDS[seen.code] ?? ELSE}`, { cause: error });
  }
  throw error;
}

/** Throws what befell an answer's body on its way: bytes that contradict the server's checksum, else a lost connection. */
export function failS3Body(error: unknown, request: S3Request, settings: S3Settings): never {
  const { what } = seenIn(error);
  const doing = `${request.doing} ${placeOf(request, settings)}`;
  // The SDK has no class for it; a changed wording would make it `store-unreachable`, and the test of a damaged object fail.
  if (what.includes('Checksum mismatch')) {
    throw new StageFailure('store-corrupt', `${doing}: ${what}; remove that object and build again`, { cause: error });
  }
  throw new StageFailure('store-unreachable', `${doing}: ${what}`, { cause: error });
}

const placeOf = ({ key }: S3Request, { bucket, endpoint, region }: S3Settings): string =>
  `s3://${bucket}${key === null ? '' : `/${key}`} at ${endpoint ?? `Amazon S3 in ${region}`}`;

interface Seen {
  /** The server's or the SDK's word. */
  readonly code: string;
  /** Node's word. */
  readonly system: string;
  readonly what: string;
  readonly status: number | null;
  readonly network: boolean;
}

function seenIn(error: unknown): Seen {
  if (!(error instanceof Error)) return { code: '', system: '', what: String(error), status: null, network: false };
  const system = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status = statusOf(error);
  const network = status === null && (NETWORK.has(system) || error.name === 'TimeoutError');
  const said = [error.name === 'Error' ? system : error.name, error.message].filter((part) => part !== '').join(': ');
  return { code: error.name, system, what: status === null ? said : `${said} (HTTP ${status})`, status, network };
}

/** HTTP status of the answer that the error came with; null where there was none. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('$metadata' in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}
