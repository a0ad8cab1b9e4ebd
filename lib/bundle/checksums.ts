import { byPath, type HashedFile } from './bundle-hash.ts';

/** SHA256SUMS of a folder, as `sha256sum -c` and `shasum -a 256 -c` read it; sorted by path. Itself is left out. */
export const checksums = (files: readonly HashedFile[]): string =>
  byPath(files.filter(({ path }) => path !== 'SHA256SUMS'))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');
