import type { Report } from '../../contracts/report.ts';
import { canonicalJson, sha256Of } from '../store/canonical-json.ts';

/** A file by its path in the bundle, with "/" between folders, and the SHA-256 of its bytes. */
export interface HashedFile {
  readonly path: string;
  readonly sha256: string;
}

/** Files that tell of a build (cost, stages, measured milliseconds): another run of the same build words them differently. */
const TELLS_OF_A_RUN = /^(?:README\.md|report\.[^/]*|provenance\.json|SHA256SUMS)$/;

/**
 * Hash of a bundle: the same for the same inputs, seed, machine type and teacher answers. SHA-256 over the sorted
 * `path sha256` lines of the files that do not tell of a run, then the canonical JSON of scores and verdict.
 */
export function bundleHash(files: readonly HashedFile[], report: Pick<Report, 'scores' | 'verdict'>): string {
  const lasting = files.filter(({ path }) => !TELLS_OF_A_RUN.test(path));
  return sha256Of(pathLines(lasting) + canonicalJson({ scores: report.scores, verdict: report.verdict }));
}

/** SHA-256 over the sorted `path sha256` lines of a model's own files. */
export const modelHash = (files: readonly HashedFile[]): string => sha256Of(pathLines(files));

const pathLines = (files: readonly HashedFile[]): string =>
  byPath(files)
    .map(({ path, sha256 }) => `${path} ${sha256}\n`)
    .join('');

/** In the order of UTF-16 units, which no locale changes. */
export const byPath = <File extends HashedFile>(files: readonly File[]): File[] =>
  files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
