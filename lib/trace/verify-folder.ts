import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { HashedFile } from '../bundle/bundle-hash.ts';
import { checkFacts } from './check-facts.ts';
import { compared, type Difference } from './difference.ts';
import { hashStream } from './hash-stream.ts';
import { jsonOf } from './read-object.ts';
import type { OnProgress } from './verify-build.ts';

export interface VerifiedFolder {
  /** Everything that differs; empty where the bundle is whole. */
  readonly differences: readonly Difference[];
  readonly files: number;
  readonly bytes: number;
}

const SUMS = 'SHA256SUMS';

/**
 * Recomputes every hash of a bundle folder: each file against SHA256SUMS, files that are missing or not listed, and what
 * provenance.json and report.json say of the bundle. Reads all of its bytes once.
 */
export async function verifyFolder(folder: string, onProgress: OnProgress): Promise<VerifiedFolder> {
  const { files, others } = await filesBelow(folder);
  const sizes = await Promise.all(files.map(async (path) => (await stat(join(folder, path))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let bytes = 0;
  const hashed: HashedFile[] = [];
  for (const path of files) {
    const { sha256 } = await hashStream(createReadStream(join(folder, path)), (more) => {
      bytes += more;
      onProgress(bytes, total);
    });
    hashed.push({ path, sha256 });
  }
  const read = async (path: string): Promise<Buffer> =>
    files.includes(path) ? await readFile(join(folder, path)) : Buffer.alloc(0);
  const told = { provenance: jsonOf(await read('provenance.json')), report: jsonOf(await read('report.json')) };
  return {
    differences: [
      ...others.map((place) => ({ place, what: 'kind', expected: 'a file', found: 'neither file nor folder' })),
      ...checkSums((await read(SUMS)).toString(), hashed),
      ...checkFacts(hashed, told),
    ],
    files: files.length,
    bytes,
  };
}

/** Paths with `/` between folders, in UTF-16 order; `others` are links, sockets and the like. */
async function filesBelow(folder: string): Promise<{ readonly files: string[]; readonly others: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  const others: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    (entry.isFile() ? files : others).push(path);
  }
  return { files: files.toSorted(), others: others.toSorted() };
}

/** As `sha256sum` writes it: the hash, two blanks, the path. */
const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

function checkSums(text: string, files: readonly HashedFile[]): readonly Difference[] {
  const listed = new Map<string, { readonly sha256: string; readonly line: number }>();
  const differences: Difference[] = [];
  if (!files.some(({ path }) => path === SUMS))
    return [{ place: SUMS, what: 'file', expected: 'there', found: 'nothing' }];
  const lines = text.split('\n');
  if (lines.pop() !== '') differences.push(notALine(lines.length + 1));
  for (const [at, line] of lines.entries()) {
    const [, sha256, path] = LINE.exec(line) ?? [];
    if (sha256 === undefined || path === undefined) differences.push(notALine(at + 1));
    else listed.set(path, { sha256, line: at + 1 });
  }
  for (const { path, sha256 } of files.filter((file) => file.path !== SUMS)) {
    const said = listed.get(path);
    if (said === undefined) differences.push({ place: path, what: SUMS, expected: 'a line', found: 'none' });
    else differences.push(...compared(path, `SHA-256, by line ${said.line} of ${SUMS}`, said.sha256, sha256));
  }
  const there = new Set(files.map(({ path }) => path));
  for (const [path, { line }] of listed) {
    if (!there.has(path))
      differences.push({ place: path, what: `file, by line ${line} of ${SUMS}`, expected: 'there', found: 'nothing' });
  }
  return differences;
}

const notALine = (line: number): Difference => ({
  place: SUMS,
  what: `line ${line}`,
  expected: 'a hash, two blanks and a path, ended by a line feed',
  found: 'something else',
});
