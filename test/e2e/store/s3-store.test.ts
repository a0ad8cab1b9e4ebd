import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StageFailure } from '../../../contracts/failure.ts';
import { startS3Server, type S3Server } from '../../../infra/local/s3-server.ts';
import { blobKey, fetchFile, putBytes, putFile, readBytes } from '../../../lib/store/blobs.ts';
import { checkStore } from '../../../lib/store/check-store.ts';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import type { ObjectStore } from '../../../lib/store/object-store.ts';
import type { S3Settings } from '../../../lib/store/s3-client.ts';
import { createS3Store } from '../../../lib/store/s3-store.ts';
import { finishOnce } from '../../../lib/store/stage-memo.ts';

let folder: string;
let server: S3Server;
let settings: S3Settings;

beforeAll(async () => {
  // Not in the system's folder for temporary files, which may lack the extended attributes that the server needs.
  await mkdir('.p2m', { recursive: true });
  folder = await mkdtemp(join('.p2m', 's3-store-'));
  server = await startS3Server({ dataDir: join(folder, 'data') });
  const { endpoint, accessKeyId, secretAccessKey } = server;
  settings = { endpoint, region: 'us-east-1', bucket: 'bucket', accessKeyId, secretAccessKey, pathStyle: true };
  await ensureBucket(settings);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Changes one byte of an object on the server's disk. */
async function damage(key: string, at: number): Promise<void> {
  const file = await open(join(folder, 'data', settings.bucket, key), 'r+');
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: at });
  await file.write(Buffer.of(buffer.readUInt8() ^ 1), 0, 1, at);
  await file.close();
}

const operations: readonly [string, (store: ObjectStore) => Promise<unknown>][] = [
  ['put', (store) => store.put('key', { bytes: Buffer.from('x') }, 'always')],
  ['put if-absent', (store) => store.put('key', { bytes: Buffer.from('x') }, 'if-absent')],
  ['get', (store) => store.get('key')],
  ['list', (store) => store.list('')],
  ['remove', (store) => store.remove('key')],
];

describe('damaged objects', () => {
  it('are refused when a small blob has another byte on disk', async () => {
    const store = createS3Store(settings);
    const ref = await putBytes(store, 'a small blob');
    await damage(blobKey(ref.sha256), 3);
    const failure = await failureOf(readBytes(store, ref));
    expect(failure.kind).toBe('store-corrupt');
    expect(failure.message).toContain(store.uri(blobKey(ref.sha256)));
  });

  it('are refused when a file of many parts has another byte on disk, and leave no file', async () => {
    const store = createS3Store(settings);
    await writeFile(join(folder, 'large'), Buffer.alloc(20 * 1024 * 1024, 'large '));
    const ref = await putFile(store, join(folder, 'large'));
    await fetchFile(store, ref, join(folder, 'fetched'));
    expect(await putFile(store, join(folder, 'fetched'))).toEqual(ref);
    await damage(blobKey(ref.sha256), 17 * 1024 * 1024);
    const failure = await failureOf(fetchFile(store, ref, join(folder, 'damaged')));
    expect(failure.kind).toBe('store-corrupt');
    await expect(open(join(folder, 'damaged'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('make a stage run again where its manifest is one, by the server’s own checksum', async () => {
    const store = createS3Store(settings);
    const Result = z.strictObject({ score: z.string() });
    let runs = 0;
    const score = async () => ({ result: { score: `run ${++runs}` }, complete: true });
    const finish = () =>
      finishOnce(store, { stage: 's', stageVersion: '1', inputs: {} }, { buildId: 'b', fresh: false }, Result, score);
    const { record } = await finish();
    expect((await finish()).record.reused).toBe(true);
    const written = await textOf(await store.get(record.manifest));
    await damage(record.manifest, written.indexOf('run 1') + 4);
    expect((await finish()).result).toEqual({ score: 'run 2' });
    expect((await finish()).result).toEqual({ score: 'run 2' });
  });
});

describe('a server that refuses', () => {
  it.each(operations)('a wrong secret is store-refused: %s', async (_, operation) => {
    const failure = await failureOf(operation(createS3Store({ ...settings, secretAccessKey: 'wrong' })));
    expect(failure.kind).toBe('store-refused');
    expect(failure.message).toContain('AWS_SECRET_ACCESS_KEY');
    expect(failure.message).toContain(settings.endpoint);
  });

  it.each(operations)('an unknown key is store-refused: %s', async (_, operation) => {
    const failure = await failureOf(operation(createS3Store({ ...settings, accessKeyId: 'unknown' })));
    expect(failure.kind).toBe('store-refused');
    expect(failure.message).toContain('AWS_ACCESS_KEY_ID');
  });

  it.each(operations)('a missing bucket is store-refused: %s', async (_, operation) => {
    const failure = await failureOf(operation(createS3Store({ ...settings, bucket: 'absent-bucket' })));
    expect(failure.kind).toBe('store-refused');
    expect(failure.message).toContain('s3://absent-bucket');
    expect(failure.message).toContain('P2M_BUCKET');
  });

  it.each(['localhost:7070', 'no-address', 'https://127.0.0.1:PORT'])(
    'an endpoint that cannot be one is store-refused: %s',
    async (form) => {
      const endpoint = form.replace('PORT', String(server.port));
      const failure = await failureOf(createS3Store({ ...settings, endpoint }).list(''));
      expect(failure.kind).toBe('store-refused');
      expect(failure.message).toContain('AWS_ENDPOINT_URL_S3');
    },
  );

  it('never has the secret in a message', async () => {
    const secretAccessKey = 'wrong-secret-of-some-length';
    const failure = await failureOf(createS3Store({ ...settings, secretAccessKey }).list(''));
    expect(failure.message).not.toContain(secretAccessKey);
  });
});

describe('ensureBucket and checkStore', () => {
  it('make a bucket once, which can then be written', async () => {
    const made = { ...settings, bucket: 'made-bucket' };
    expect((await failureOf(checkStore(createS3Store(made)))).kind).toBe('store-refused');
    expect(await ensureBucket(made)).toBe('made');
    expect(await ensureBucket(made)).toBe('there');
    await checkStore(createS3Store(made));
    expect(await createS3Store(made).list('')).toEqual([]);
  });

  it('end well when several make the same bucket at once', async () => {
    const shared = { ...settings, bucket: 'shared-bucket' };
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureBucket(shared)));
    expect(made).toContain('made');
    await Promise.all(Array.from({ length: 5 }, () => checkStore(createS3Store(shared))));
    expect(await createS3Store(shared).list('')).toEqual([]);
  });

  it('say plainly what is wrong with the key', async () => {
    const failure = await failureOf(ensureBucket({ ...settings, secretAccessKey: 'wrong' }));
    expect(failure.kind).toBe('store-refused');
  });
});

describe('a server in trouble', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A store on a server of the test's own, which answers as told. */
  async function storeOn(answer: RequestListener): Promise<ObjectStore> {
    const http = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    closing.push(() => {
      http.closeAllConnections();
      http.close();
    });
    return createS3Store({ ...settings, endpoint: `http://127.0.0.1:${portOf(http.address())}` });
  }

  it.each(operations)('is store-unreachable where nobody listens: %s', async (_, operation) => {
    const http = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    const port = portOf(http.address());
    await new Promise((resolve) => http.close(resolve));
    const failure = await failureOf(operation(createS3Store({ ...settings, endpoint: `http://127.0.0.1:${port}` })));
    expect(failure.kind).toBe('store-unreachable');
    expect(failure.message).toContain(`http://127.0.0.1:${port}`);
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it.each([500, 503, 429])('is asked twice, then store-unreachable, where it answers %i', async (status) => {
    let requests = 0;
    const store = await storeOn((_request, response) => {
      requests++;
      response.writeHead(status).end();
    });
    expect((await failureOf(store.get('key'))).kind).toBe('store-unreachable');
    expect(requests).toBe(2);
  });

  it('is store-unreachable where a body breaks off', async () => {
    const store = await storeOn((_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('abc');
      setImmediate(() => response.destroy());
    });
    const stream = await store.get('key');
    expect((await failureOf(textOf(stream))).kind).toBe('store-unreachable');
  });

  it('is not taken for a process-ending error where a body breaks off that nobody reads', async () => {
    const sent = new EventEmitter();
    const store = await storeOn((_request, response) => {
      // With a checksum the SDK wraps the body in a stream of its own, which ends in an error.
      response.writeHead(200, { 'content-length': 10, 'x-amz-checksum-crc32': 'NSRBwg==' }).write('abc');
      sent.once('break', () => response.socket?.resetAndDestroy());
    });
    const stream = await store.get('key');
    sent.emit('break');
    // The reset has arrived when another request on the same loopback has been answered.
    await store.get('other').then((other) => other?.destroy());
    expect((await failureOf(textOf(stream))).kind).toBe('store-unreachable');
  });

  it('gets its connection back where a body is dropped unread', async () => {
    const dropped = new EventEmitter();
    const store = await storeOn((_request, response) => {
      response.writeHead(200, { 'content-length': 10 }).write('abc');
      response.once('close', () => dropped.emit('end'));
    });
    const end = once(dropped, 'end');
    const stream = await store.get('key');
    stream?.destroy();
    expect(await end).toEqual([]);
  });

  it('is sent a conditional write again that met another in flight', async () => {
    const statuses = [409, 409, 200];
    const store = await storeOn((request, response) => {
      request.resume();
      response.writeHead(statuses.shift() ?? 500).end();
    });
    expect(await store.put('key', { bytes: Buffer.from('x') }, 'if-absent')).toBe('stored');
    expect(statuses).toEqual([]);
  });

  it('is store-unreachable where conflicts do not end', async () => {
    const store = await storeOn((request, response) => {
      request.resume();
      response.writeHead(409).end();
    });
    expect((await failureOf(store.put('key', { bytes: Buffer.from('x') }, 'if-absent'))).kind).toBe(
      'store-unreachable',
    );
  });

  it('is store-refused where it is no S3 server', async () => {
    const store = await storeOn((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome<br></body></html>');
    });
    expect((await failureOf(store.list(''))).kind).toBe('store-refused');
  });
});

async function textOf(stream: Readable | null): Promise<string> {
  if (stream === null) throw new Error('there is nothing to read');
  return await text(stream);
}

const portOf = (address: AddressInfo | string | null): number => z.object({ port: z.int() }).parse(address).port;

async function failureOf(work: Promise<unknown>): Promise<StageFailure> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StageFailure) return error;
  throw error;
}
