import { z } from 'zod';
import { ArtifactRef, FolderFile, Sha256 } from './artifact.ts';
import { TestOrigin, Verdict } from './report.ts';
import { Metric } from './task-file.ts';

/** A version of a model, written once: `models/<name>/<version>.json`. That it exists says not that it was ever released. */
export const ModelVersion = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  /** From 1; the next free number of the name. */
  number: z.int().positive(),
  buildId: z.string(),
  bundle: z.strictObject({ files: z.array(FolderFile), bundleHash: Sha256 }),
  modelHash: Sha256,
  ships: z.enum(['int8', 'fp32']),
  verdict: Verdict,
  /** Of the file that ships, by the metric that decides. */
  score: z.strictObject({ metric: Metric, on: TestOrigin, value: z.number() }),
  /** JSONL of Example, and of everybody's answers to it: what a later version is compared with. */
  test: ArtifactRef,
  predictions: ArtifactRef,
});
export type ModelVersion = Readonly<z.infer<typeof ModelVersion>>;

/** One move of the pointer. */
export const ReleaseMove = z.strictObject({
  act: z.enum(['promote', 'rollback']),
  /** Version that was released before; null at the first. */
  from: z.int().positive().nullable(),
  to: z.int().positive(),
  buildId: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string().nullable(),
  /** `none`: a rollback asks for no proof. */
  gate: z.enum(['passed', 'forced', 'none']),
  /** What the gate said, a sentence each. */
  said: z.array(z.string()),
});
export type ReleaseMove = Readonly<z.infer<typeof ReleaseMove>>;

/** The pointer of a model: `models/<name>/current.json`. */
export const CurrentModel = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  /** The version that is released. */
  current: z.int().positive(),
  /** What a rollback goes back to; null where nothing was released before. */
  previous: z.int().positive().nullable(),
  /** Every move there was, the oldest first. */
  history: z.array(ReleaseMove).min(1),
});
export type CurrentModel = Readonly<z.infer<typeof CurrentModel>>;
