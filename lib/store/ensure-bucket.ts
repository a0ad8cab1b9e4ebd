import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import { createS3Client, type S3Settings } from './s3-client.ts';
import { failS3, statusOf } from './s3-failure.ts';

/**
 * Makes the bucket where it is missing; says whether it did.
 * @throws StageFailure `store-unreachable`, or `store-refused` where the key may not look or the name belongs to another
 */
export async function ensureBucket(settings: S3Settings): Promise<'made' | 'there'> {
  const client = createS3Client(settings);
  const { bucket: Bucket } = settings;
  try {
    const there = await client.send(new HeadBucketCommand({ Bucket })).then(
      () => true,
      (error: unknown) => {
        if (statusOf(error) === 404) return false;
        throw error;
      },
    );
    if (there) return 'there';
    await client.send(new CreateBucketCommand({ Bucket }));
    return 'made';
  } catch (error) {
    // Somebody else made it in between. A name that another account owns is met by the first write, as a refusal.
    if (error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists) return 'there';
    return failS3(error, { doing: 'making the bucket', key: null }, settings);
  } finally {
    client.destroy();
  }
}
