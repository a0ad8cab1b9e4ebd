import type { Readable } from 'node:stream';

/** What an object is made from: bytes at hand, or a file that is streamed (in parts where it is large). */
export type ObjectBody = { readonly bytes: Uint8Array } | { readonly file: string };

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Objects under keys, as S3 keeps them. Keys are parts joined by `/`; one that is a folder of another (`a` beside `a/b`)
 * does not work everywhere. Every failure is a StageFailure `store-unreachable` or `store-refused`, or `store-corrupt`
 * where the server's own checksum contradicts the bytes; a local file that cannot be read fails as Node says it.
 */
export interface ObjectStore {
  /** Stores an object whole or not at all. `if-absent` leaves an existing one as it is and says `exists`. */
  readonly put: (key: string, body: ObjectBody, when: 'always' | 'if-absent') => Promise<'stored' | 'exists'>;
  /** The object's bytes as a stream, whose errors are such failures too; null where there is none. Unread, it holds a connection: destroy it. */
  readonly get: (key: string) => Promise<Readable | null>;
  /** Objects whose key begins with `prefix`, in the order of the keys' UTF-8 bytes. */
  readonly list: (prefix: string) => Promise<readonly StoredObject[]>;
  /** Removes an object; one that is not there is fine. */
  readonly remove: (key: string) => Promise<void>;
  /** `s3://bucket/key`, for people. */
  readonly uri: (key: string) => string;
}
