import { S3Client } from '@aws-sdk/client-s3';

/** Where the objects are. Without a key pair the SDK looks for credentials itself (environment, files, instance role). */
export interface S3Settings {
  /** `http://host:port`; absent: Amazon's own for the region. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  /** `http://host/bucket/key` rather than `http://bucket.host/key`: what servers without wildcard names need. */
  readonly pathStyle: boolean;
}

/**
 * One more try within a call: it mends a kept-alive connection that the server has closed meanwhile, which says nothing
 * about the service. Longer trouble is left to whoever retries the whole piece of work, so that waits do not multiply.
 */
const ATTEMPTS = 2;
/** Includes the wait for one of the sockets: the SDK counts from the request on. A local connection takes milliseconds, a far one under a second. */
const CONNECT_MS = 10_000;
/** Without a byte either way. Amazon may take most of a minute to join the parts of a large object. */
const SILENCE_MS = 60_000;
/** Requests at once; more wait in line. Throughput of the local server is flat from 32 on. */
const SOCKETS = 64;

/** A client whose checksums (CRC32, of what is sent and of what comes back) are on: the SDK's own default, said here since readers rely on it. */
export function createS3Client(settings: S3Settings): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, pathStyle } = settings;
  return new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: ATTEMPTS,
    requestChecksumCalculation: 'WHEN_SUPPORTED',
    responseChecksumValidation: 'WHEN_SUPPORTED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      httpAgent: { keepAlive: true, maxSockets: SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
  });
}
