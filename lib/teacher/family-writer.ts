import type { ObjectStore } from '../store/object-store.ts';
import { batched } from './batched.ts';
import type { Clock } from './clock.ts';
import { createLocalFile, type LocalFile } from './local-journal.ts';
import { segmentKey } from './segments.ts';
import { TOUCH_MS } from './writer-name.ts';

/** Where a process writes its answers of one family: first to a file of the host, then, within a second, to the store. */
export interface FamilyWriter {
  readonly name: string;
  /** Resolves when the text is in the local file. */
  readonly append: (text: string) => Promise<void>;
  /** Ships what is left and removes the local file. @throws StageFailure `store-*`: nothing is lost then, the file keeps it */
  readonly end: () => Promise<void>;
}

/** How often lines are brought to the store: what a lost host loses at the most. */
const SHIP_MS = 1000;

export interface WriterParts {
  readonly store: ObjectStore;
  readonly folder: string;
  readonly clock: Clock;
  readonly family: string;
  readonly name: string;
  /** Joined by the segments written here: this process need not read them back. */
  readonly segments: Set<string>;
}

export function createFamilyWriter(parts: WriterParts): FamilyWriter {
  const { folder, clock, family, name } = parts;
  const shipment = createShipment(parts);
  const ended = new AbortController();
  let file: LocalFile | null = null;
  let written = 0;

  const write = async (texts: readonly string[]): Promise<void> => {
    if (file === null) {
      file = await createLocalFile(folder, family, name);
      void keepShipping(file);
    }
    await file.append(texts.join(''));
    written = clock.now();
    shipment.add(texts);
  };
  const keepShipping = async (own: LocalFile): Promise<void> => {
    while (await pause(clock, ended.signal)) {
      // A store that is down is tried again at every turn, and `end` throws if it still is: the file keeps the lines.
      await shipment.ship().catch(() => undefined);
      if (clock.now() - written < TOUCH_MS) continue;
      written = clock.now();
      await own.touch(written);
    }
  };
  return {
    name,
    append: batched(write),
    end: async () => {
      await shipment.ship();
      ended.abort();
      const own = file;
      file = null;
      await own?.remove();
    },
  };
}

/** False when it was ended instead. */
async function pause(clock: Clock, ended: AbortSignal): Promise<boolean> {
  await clock.wait(SHIP_MS, ended).catch(() => undefined);
  return !ended.aborted;
}

interface Shipment {
  readonly add: (texts: readonly string[]) => void;
  readonly ship: () => Promise<void>;
}

/** Texts on their way to the store, one segment at a time. */
function createShipment({ store, clock, family, name, segments }: WriterParts): Shipment {
  const waiting: string[] = [];
  let number = 0;
  let under: Promise<void> = Promise.resolve();
  const shipNow = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const texts = [...waiting];
    const key = segmentKey(family, clock.now(), name, String(number));
    await store.put(key, { bytes: Buffer.from(texts.join('')) }, 'if-absent');
    segments.add(key);
    number += 1;
    waiting.splice(0, texts.length);
  };
  return {
    add: (texts) => void waiting.push(...texts),
    ship: async () => {
      const turn = under.then(shipNow);
      // Who asked for this turn hears of its failure; the next one tries the same again.
      under = turn.catch(() => undefined);
      await turn;
    },
  };
}
