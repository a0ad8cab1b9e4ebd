import { z } from 'zod';
import { ArtifactRef, Sha256 } from './artifact.ts';

/** A finished stage, written last: that it exists means that all it names is stored. At `stages/<stage>/<inputHash>.json`. */
export const StageManifest = z.strictObject({
  version: z.literal(1),
  stage: z.string(),
  /** Raised when the same inputs would give other outputs. */
  stageVersion: z.string(),
  inputHash: Sha256,
  /** All that can change the result, references as their `sha256`. */
  inputs: z.record(z.string(), z.unknown()),
  /** What the activity returns. */
  result: z.record(z.string(), z.unknown()),
});
export type StageManifest = Readonly<z.infer<typeof StageManifest>>;

/** A checkpoint of training, at `checkpoints/<training hash>/<step>.json`. */
export const CheckpointManifest = z.strictObject({
  version: z.literal(1),
  step: z.int().nonnegative(),
  files: z.array(ArtifactRef.extend({ path: z.string() })),
});
export type CheckpointManifest = Readonly<z.infer<typeof CheckpointManifest>>;
