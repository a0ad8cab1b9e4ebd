import type { ServerSource } from './server-catalog.mjs';

/** Fetches the release archive for this machine from `releases`, checks it against the published list, unpacks it into `draft`. */
export function downloadRelease(
  name: string,
  server: Pick<ServerSource, 'version' | 'archive'>,
  releases: string,
  draft: string,
  report: (detail: string) => void,
): Promise<string>;
