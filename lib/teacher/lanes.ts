import type { Bell } from './bell.ts';

/** Questions being answered at once, beside those that wait out a trouble: above the widest window, so that it is always full. */
const LANES = 80;
/** Questions that may wait out a trouble while others are asked. More would try every row at an endpoint that refuses all. */
const WAITING = 256;

/** Work under way, of which a part may only be waiting. */
export interface Lanes {
  readonly begin: (work: Promise<void>) => void;
  /** One of those at work begins to wait, or ends it. */
  readonly idle: (state: 'begins' | 'ends') => void;
  readonly full: () => boolean;
  readonly empty: () => boolean;
  /** Resolves when what is under way now has ended. */
  readonly ended: () => Promise<void>;
}

/** Rings the bell whenever a place may have become free. */
export function createLanes(bell: Bell): Lanes {
  const under = new Set<Promise<void>>();
  let busy = 0;
  const change = (by: 1 | -1): void => {
    busy += by;
    bell.ring();
  };
  return {
    begin: (work) => {
      busy += 1;
      under.add(work);
      const over = (): void => {
        under.delete(work);
        change(-1);
      };
      void work.then(over, over);
    },
    idle: (state) => change(state === 'begins' ? -1 : 1),
    full: () => busy >= LANES || under.size >= LANES + WAITING,
    empty: () => under.size === 0,
    ended: async () => {
      await Promise.allSettled(under);
    },
  };
}
