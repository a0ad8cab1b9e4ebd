import type { Readable } from 'node:stream';

/** What an object is made from: bytes at hand, or a file that is streamed (in parts where it is large). */
export type ObjectBody = { readonly bytes: Uint8Array } | { readonly file: string };

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/** Objects under keys, as S3 keeps them. Every failure is a StageFailure `store-unreachable` or `store-refused`. */
export interface ObjectStore {
  /** Stores an object whole or not at all. `if-absent` leaves an existing one as it is and says `exists`. */
  readonly put: (key: string, body: ObjectBody, when: 'always' | 'if-absent') => Promise<'stored' | 'exists'>;
  /** The object's bytes as a stream; null where there is none. */
  readonly get: (key: string) => Promise<Readable | null>;
  /** Objects whose key begins with `prefix`, in key order. */
  readonly list: (prefix: string) => Promise<readonly StoredObject[]>;
  readonly remove: (key: string) => Promise<void>;
  /** `s3://bucket/key`, for people. */
  readonly uri: (key: string) => string;
}
