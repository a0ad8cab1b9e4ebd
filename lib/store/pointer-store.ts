/** What a pointer holds, and the server's tag of exactly these bytes. */
export interface Pointer {
  readonly bytes: Buffer;
  readonly tag: string;
}

/**
 * Small objects that are replaced, each replacement only of the very bytes that were read: nobody's is lost. The rest of a
 * store never changes (see `ObjectStore`). Fails as that one does.
 */
export interface PointerStore {
  /** Null where there is none. */
  readonly read: (key: string) => Promise<Pointer | null>;
  /**
   * Replaces what was read with `tag`; makes the object where `tag` is null. `overtaken`: somebody else was faster, and
   * nothing was written.
   */
  readonly move: (key: string, bytes: Uint8Array, tag: string | null) => Promise<'moved' | 'overtaken'>;
}
