import { z } from 'zod';
import { Cost, TestOrigin } from '../../contracts/report.ts';
import { Sha256 } from '../../contracts/artifact.ts';

const Rows = z.looseObject({ sha256: Sha256, rows: z.int() });

/** provenance.json of a bundle, as `lib/bundle/provenance.ts` writes it. */
export const ProvenanceFile = z.looseObject({
  version: z.literal(1),
  name: z.string(),
  buildId: z.string(),
  bundleHash: Sha256,
  modelHash: Sha256,
  seed: z.int(),
  config: Sha256,
  spec: Sha256,
  data: z.looseObject({ train: Rows, validation: Rows, test: Rows.extend({ origin: TestOrigin }) }),
  base: z.looseObject({ name: z.string().nullable(), license: z.string().nullable() }),
  teacher: z.looseObject({
    model: z.string(),
    identity: z.string(),
    votes: z.int(),
    simulated: z.boolean(),
    reported: z.array(z.string()),
  }),
  student: z.looseObject({ family: z.string(), steps: z.int(), cut: z.boolean() }),
  reports: z.strictObject({
    data: Sha256,
    training: Sha256,
    export: Sha256,
    evaluation: Sha256,
    predictions: Sha256,
  }),
  stages: z.array(z.looseObject({ stage: z.string(), manifest: z.string(), inputHash: z.string() })),
  versions: z.record(z.string(), z.string()),
  cost: Cost,
});
export type ProvenanceFile = Readonly<z.infer<typeof ProvenanceFile>>;
