import { z } from 'zod';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import { readJson } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** What of a training's log the comparison of students tells. */
const TrainingSummary = z.object({
  steps: z.int(),
  seconds: z.number(),
  examplesPerSecond: z.number(),
  stoppedBy: z.string(),
});
export type TrainingSummary = z.infer<typeof TrainingSummary>;

export const readTrainingSummary = (store: ObjectStore, training: ArtifactRef): Promise<TrainingSummary> =>
  readJson(store, training, TrainingSummary);
