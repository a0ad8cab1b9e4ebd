import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectBody, ObjectStore, StoredObject } from './object-store.ts';
import { createS3Client, type S3Settings } from './s3-client.ts';
import { failS3, failS3Body, statusOf } from './s3-failure.ts';

/** Files above it are sent in parts, of which four are in memory at once; smaller ones whole, so that a try can be repeated. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** S3 takes 10,000 parts of 5 MiB or more: files up to 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
/** A conditional write that met another in flight (409) is to be sent again; the other is over within a request or two. */
const CONFLICTS = 5;

/** Objects in a bucket of an S3-compatible server. The bucket must exist. */
export function createS3Store(settings: S3Settings): ObjectStore {
  const client = createS3Client(settings);
  const { bucket } = settings;
  return {
    put: async (key, body, when) => {
      try {
        return await putUnlessThere(client, { Bucket: bucket, Key: key, when }, body);
      } catch (error) {
        return failS3(error, { doing: 'storing', key }, settings);
      }
    },
    get: async (key) => {
      const request = { doing: 'reading', key };
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        if (!(Body instanceof Readable)) throw new TypeError(`the S3 client gave no stream for ${key}`);
        return streamOf(Body, (error) => failS3Body(error, request, settings));
      } catch (error) {
        return error instanceof NoSuchKey ? null : failS3(error, request, settings);
      }
    },
    list: async (prefix) => {
      try {
        return await listAll(client, bucket, prefix);
      } catch (error) {
        return failS3(error, { doing: 'listing', key: prefix }, settings);
      }
    },
    remove: async (key) => {
      try {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      } catch (error) {
        failS3(error, { doing: 'removing', key }, settings);
      }
    },
    uri: (key) => `s3://${bucket}/${key}`,
  };
}

interface Target {
  readonly Bucket: string;
  readonly Key: string;
  readonly when: 'always' | 'if-absent';
}

async function putUnlessThere(client: S3Client, target: Target, body: ObjectBody): Promise<'stored' | 'exists'> {
  for (let conflicts = 0; ; conflicts++) {
    try {
      await send(client, target, body);
      return 'stored';
    } catch (error) {
      const status = target.when === 'if-absent' ? statusOf(error) : null;
      if (status === 412) return 'exists';
      if (status !== 409 || conflicts === CONFLICTS) throw error;
    }
  }
}

async function send(client: S3Client, { Bucket, Key, when }: Target, body: ObjectBody): Promise<void> {
  const object = { Bucket, Key, ...(when === 'if-absent' ? { IfNoneMatch: '*' } : {}) };
  if ('bytes' in body) {
    await client.send(new PutObjectCommand({ ...object, Body: body.bytes }));
  } else if ((await stat(body.file)).size <= WHOLE_BYTES) {
    await client.send(new PutObjectCommand({ ...object, Body: await readFile(body.file) }));
  } else {
    const params = { ...object, Body: createReadStream(body.file) };
    await new Upload({ client, params, partSize: PART_BYTES }).done();
  }
}

/** The body with its errors told as failures of the store. */
function streamOf(body: Readable, fail: (error: unknown) => never): Readable {
  // Until somebody reads, an error has no listener and would end the process; whoever reads still meets it.
  body.on('error', () => undefined);
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      fail(error);
    }
  };
  const stream = Readable.from(chunks(), { objectMode: false });
  // A generator that was never started ends without its `finally`: the connection would stay taken.
  return stream.once('close', () => body.destroy());
}

async function listAll(client: S3Client, Bucket: string, Prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key, Size } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined)
        throw new TypeError(`a listing of ${Bucket} names no key or no size`);
      objects.push({ key: Key, bytes: Size });
    }
  }
  return objects;
}
