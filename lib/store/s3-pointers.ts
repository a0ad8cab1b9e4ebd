import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Pointer, PointerStore } from './pointer-store.ts';
import { createS3Client, type S3Settings } from './s3-client.ts';
import { failS3, failS3Body, statusOf } from './s3-failure.ts';

/** Statuses of a condition that does not hold: of another tag, of an object that is gone, of another write in flight. */
const OVERTAKEN = new Set([412, 404, 409]);

/** Pointers in a bucket: conditional writes with `If-Match` and `If-None-Match`. The bucket must exist. */
export function createS3Pointers(settings: S3Settings): PointerStore {
  const client = createS3Client(settings);
  const { bucket } = settings;
  const read = (key: string): Promise<Pointer | null> => readPointer(client, settings, key);
  return {
    read,
    move: async (key, bytes, tag) => {
      const condition = tag === null ? { IfNoneMatch: '*' } : { IfMatch: tag };
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ...condition }));
        return 'moved';
      } catch (error) {
        const status = statusOf(error);
        if (status === null || !OVERTAKEN.has(status) || nameOf(error) === 'NoSuchBucket')
          return failS3(error, { doing: 'storing', key }, settings);
        // The client sends a request again whose answer was lost: then it was overtaken by itself.
        const there = await read(key);
        return there?.bytes.equals(bytes) === true ? 'moved' : 'overtaken';
      }
    },
  };
}

async function readPointer(client: S3Client, settings: S3Settings, key: string): Promise<Pointer | null> {
  const request = { doing: 'reading', key };
  const answer = await client
    .send(new GetObjectCommand({ Bucket: settings.bucket, Key: key }))
    .catch((error: unknown) => (error instanceof NoSuchKey ? null : failS3(error, request, settings)));
  if (answer === null) return null;
  const { Body, ETag: tag } = answer;
  if (Body === undefined || tag === undefined) throw new TypeError(`the S3 client gave no bytes or no tag for ${key}`);
  const bytes = await Body.transformToByteArray().catch((error: unknown) => failS3Body(error, request, settings));
  return { bytes: Buffer.from(bytes), tag };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
