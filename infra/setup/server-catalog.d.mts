export interface ServerSource {
  readonly title: string;
  readonly version: string;
  readonly goPackage: string;
  readonly releases: string;
  readonly archive: (os: string, arch: string) => string;
  /** Whether a binary that answers so to `--version` will do. */
  readonly accepts: (answer: string) => boolean;
}

/** Both servers of the local stack: where each comes from, and which `--version` answers will do. */
export const SERVERS: Readonly<Record<'temporal' | 'versitygw', ServerSource>>;
