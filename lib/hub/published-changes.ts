import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadFile, listFiles } from '@huggingface/hub';

/** A file to publish: its path in the folder, with `/`. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Access {
  readonly hubUrl: string;
  readonly accessToken: string;
  readonly fetch: typeof fetch;
}

/**
 * What a commit must bring so that a repository holds a folder's files: those that are other or new there, and those that
 * an earlier bundle brought (its SHA256SUMS there names them) and this one has not.
 */
export async function publishedChanges(
  access: Access,
  { repo, revision }: { readonly repo: string; readonly revision: string },
  folder: string,
  files: readonly LocalFile[],
): Promise<{ readonly send: readonly string[]; readonly remove: readonly string[] }> {
  const there = new Map<string, { readonly oid: string | null; readonly sha256: string | null }>();
  for await (const file of listFiles({ repo, revision, recursive: true, ...access })) {
    if (file.type === 'file') there.set(file.path, { oid: file.oid ?? null, sha256: file.lfs?.oid ?? null });
  }
  const send: string[] = [];
  for (const file of files) {
    const known = there.get(file.path);
    if (known === undefined) send.push(file.path);
    // A large file is known by the hash of its bytes, a small one by its hash as git has it.
    else if (known.sha256 !== null) {
      if (known.sha256 !== file.sha256) send.push(file.path);
    } else if (known.oid !== gitHash(await readFile(join(folder, file.path)))) send.push(file.path);
  }
  const own = new Set(files.map(({ path }) => path));
  const brought = there.has(SUMS) ? await listed(access, repo, revision) : [];
  return { send, remove: brought.filter((path) => there.has(path) && !own.has(path)) };
}

const SUMS = 'SHA256SUMS';

async function listed(access: Access, repo: string, revision: string): Promise<readonly string[]> {
  const blob = await downloadFile({ repo, revision, path: SUMS, ...access });
  const text = blob === null ? '' : await blob.text();
  return text.split('\n').flatMap((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? []);
}

/** SHA-1 of a git blob: `blob <bytes>\0` and the content. @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
const gitHash = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
