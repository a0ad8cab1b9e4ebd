import { z } from 'zod';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Immutable bytes in the store, named by their content. What stages hand each other instead of data. */
export const ArtifactRef = z.strictObject({
  /** `s3://<bucket>/blobs/<sha256[0:2]>/<sha256>`; for people: readers use `sha256`. */
  uri: z.string(),
  sha256: Sha256,
  bytes: z.int().nonnegative(),
});
export type ArtifactRef = Readonly<z.infer<typeof ArtifactRef>>;

/** A file in a folder of files (a model, a bundle): its path there and its bytes. */
export const FolderFile = ArtifactRef.extend({ path: z.string().min(1) });
export type FolderFile = Readonly<z.infer<typeof FolderFile>>;
