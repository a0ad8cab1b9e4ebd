import { z } from 'zod';
import { ArtifactRef } from './artifact.ts';
import { Estimate } from './plan.ts';
import { Cost } from './report.ts';
import { PilotResult } from './stage-results.ts';

/** Result of the workflow `buildModel` where it was to end with the plan (`operations.until`). */
export const PlanResult = z.object({
  buildId: z.string(),
  /** TaskSpec. */
  spec: ArtifactRef,
  /** Attributes. */
  attributes: ArtifactRef,
  pilot: PilotResult.extend({ estimate: Estimate }).strip(),
  /** Paid by this run. */
  cost: Cost,
});
export type PlanResult = Readonly<z.infer<typeof PlanResult>>;
