import { log } from '@temporalio/activity';
import { removeCheckpoints, saveCheckpoint } from '../lib/store/checkpoints.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';

/** Sends checkpoints to the store while training goes on. */
export interface CheckpointShipper {
  /** Takes a checkpoint that is whole on disk. One is sent at a time; of those that wait, only the newest is. */
  readonly ship: (step: number, folder: string) => void;
  /** Step of the newest checkpoint that is in the store; null before the first. */
  readonly latest: () => number | null;
  /** Waits for the one under way, drops what waits. A checkpoint that could not be sent costs a resume, not the training. */
  readonly finish: () => Promise<void>;
}

/** One to resume from, and one before it in case that is damaged. */
const KEPT = 2;

export function createCheckpointShipper(store: ObjectStore, trainingHash: string): CheckpointShipper {
  let latest: number | null = null;
  let waiting: { readonly step: number; readonly folder: string } | null = null;
  let sending: Promise<void> | null = null;

  const drain = async () => {
    while (waiting !== null) {
      const { step, folder } = waiting;
      waiting = null;
      try {
        await saveCheckpoint(store, trainingHash, step, folder);
        latest = step;
        await removeCheckpoints(store, trainingHash, KEPT);
        log.info('checkpoint-stored', { step });
      } catch (error) {
        log.warn('checkpoint-not-stored', { step, error: String(error) });
      }
    }
    sending = null;
  };

  return {
    ship: (step, folder) => {
      waiting = { step, folder };
      sending ??= drain();
    },
    latest: () => latest,
    finish: async () => {
      waiting = null;
      await sending;
    },
  };
}
