import type { ObjectStore } from '../store/object-store.ts';
import type { PointerStore } from '../store/pointer-store.ts';

/** Where the registry lies: versions, which never change, and the pointers to the released ones. */
export interface Registry {
  readonly store: ObjectStore;
  readonly pointers: PointerStore;
}
