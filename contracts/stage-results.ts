import { z } from 'zod';
import { ArtifactRef, FolderFile, Sha256 } from './artifact.ts';
import { Candidate, DatasetReading } from './candidate.ts';
import { Family } from './family.ts';
import { Agreement, Measured, PilotArm, Settings } from './plan.ts';
import { TestOrigin, Verdict } from './report.ts';
import { RoundReport } from './round.ts';
import { Importance, LeftOut, StudentCandidate, Trial } from './student-search.ts';
import { Metric, TaskKind } from './task-file.ts';

/** What each stage's manifest holds under `result`: the part of an activity's answer that another build may take over. */

export const ParsedTaskResult = z.strictObject({
  /** TaskSpec. */
  spec: ArtifactRef,
  kind: TaskKind,
  metric: Metric,
  labelCount: z.int(),
  rowsWanted: z.int(),
  votes: z.int(),
  /** `user`: rows of `test:`; `split`: a hashed half of 40 or more examples; `generated`: none of the user's rows can be the test. */
  testSource: z.enum(['user', 'split', 'generated']),
  testRowsWanted: z.int(),
  /** Trainings of a candidate at the most, each with other settings. */
  trials: z.int(),
  /** Rounds at the most, and rows that each one after the first adds. */
  rounds: z.strictObject({ most: z.int(), rows: z.int() }),
  retrieve: z.enum(['ask', 'auto', 'none']),
  /** SourceSnapshot; null where the task names no local sources. */
  sources: ArtifactRef.nullable(),
  hub: z.enum(['ask', 'leave']),
  /** What a base model must be. */
  wishes: z.strictObject({ language: z.string().nullable(), baseModel: z.string().nullable() }),
});

export const ProposedAttributesResult = z.strictObject({
  /** Attributes. */
  attributes: ArtifactRef,
  origin: z.enum(['proposed', 'fixed']),
  topics: z.int(),
});

export const PilotResult = z.strictObject({
  settings: Settings,
  /** Why these settings: a clause each. */
  reasons: z.strictObject({ writing: z.string(), labelling: z.string() }),
  arms: z.array(PilotArm),
  /** By number of demonstrations shown, on gold rows that are not test; empty below 100 of them. */
  gold: z.array(Agreement),
  /** The teacher's own answers on up to 20 demonstrations, each left out of its own prompt; null without any. */
  feasibility: Agreement.nullable(),
  measured: Measured,
  /** JSONL of Example: rows with all their votes, as generation would make them. */
  samples: ArtifactRef,
  sampleRows: z.int(),
  /** Sample rows whose votes are not all the same. */
  split: z.int(),
});

export const WrittenInputsResult = z.strictObject({
  /** JSONL of WrittenInput in the order of the calls; duplicates still inside. */
  inputs: ArtifactRef,
  count: z.int(),
});

export const PooledInputsResult = z.strictObject({
  /** JSONL of WrittenInput: new ones, each once. */
  inputs: ArtifactRef,
  count: z.int(),
  duplicates: z.int(),
});

export const LabelledRowsResult = z.strictObject({
  /** JSONL of Example. For training: those with enough agreement. For a test: all that have an answer. */
  rows: ArtifactRef,
  accepted: z.int(),
  asked: z.int(),
  /** Inputs that did not become rows, by reason. */
  dropped: z.record(z.string(), z.int()),
});

export const HoldoutResult = z.strictObject({
  /** JSONL of Example; its sha256 is the test hash. */
  test: ArtifactRef,
  rows: z.int(),
  origin: TestOrigin,
  /** Imported rows of a dataset that a person chose: they may ship a model, as gold ones may. */
  confirmed: z.boolean(),
  /** JSONL of Example: gold rows that may train. */
  goldForTraining: ArtifactRef,
});

export const AssembledDatasetResult = z.strictObject({
  /** JSONL of Example. */
  train: ArtifactRef,
  validation: ArtifactRef,
  /** Data report: counts, removed leaks, label shares. */
  report: ArtifactRef,
  trainRows: z.int(),
  validationRows: z.int(),
});

export const ProposedStudentsResult = z.strictObject({
  /** Cheapest first. */
  candidates: z.array(StudentCandidate),
  /** Whether smaller forms of what is trained are tried, too. */
  compress: z.boolean().optional(),
  leftOut: z.array(LeftOut),
});

export const ProposedTrialsResult = z.strictObject({
  trials: z.array(Trial),
  /** Empty below two finished trials. */
  importances: z.array(Importance),
});

export const TrainedStudentResult = z.strictObject({
  /** Best weights, tokenizer, configuration, baseline. */
  model: z.array(FolderFile),
  /** JSON: curves, settings, what stopped it, device, seconds. */
  training: ArtifactRef,
  family: Family,
  baseModel: z.string(),
  baseLicense: z.string().nullable(),
  steps: z.int(),
  validationLoss: z.number(),
  /** At each evaluation. */
  validationLosses: z.array(z.number()),
  /** Of training, over all attempts. */
  seconds: z.number(),
  /** The time limit cut it: holds for this build alone. */
  cut: z.boolean(),
  /** Whether parts can be cut out of it. */
  prunable: z.boolean().optional(),
  /** Tokens of the base model's tokenizer; null where there is none. */
  vocabulary: z.int().nullable().optional(),
  maxInputTokens: z.int(),
  maxOutputTokens: z.int(),
});

export const ExportedStudentResult = z.strictObject({
  /** Model folder as the bundle holds it: `onnx/…`, tokenizer, configuration, `model.safetensors`. */
  files: z.array(FolderFile),
  /** SHA-256 over the sorted `path sha256` lines of `files`. */
  modelHash: Sha256,
  /** JSON: opset, parity of weights and files. */
  facts: ArtifactRef,
});

export const ComparedStudentsResult = z.strictObject({
  /** Place of the chosen one in what was compared. */
  chosen: z.int().nonnegative(),
  /** StudentSearch. */
  search: ArtifactRef,
  reason: z.string(),
});

export const ExaminedStudentResult = z.strictObject({
  ...RoundReport.omit({ round: true, trainRows: true }).shape,
  /** Focus. */
  focus: ArtifactRef,
  /** JSONL of ExaminedRow, in the order of the validation rows. */
  answers: ArtifactRef,
  /** A sentence for the report: why inputs were not looked at by likeness; absent where they were, or did not have to be. */
  remark: z.string().optional(),
});

export const EvaluationResult = z.strictObject({
  /** Report without the cost of the whole build, which the package stage adds. */
  report: ArtifactRef,
  /** JSONL: per test row input, expected output and everybody's answers. */
  predictions: ArtifactRef,
  verdict: Verdict,
  /** The student's primary score, of the file that ships. */
  score: z.number(),
  ships: z.enum(['int8', 'fp32']),
  /** BundleConfidence and FamiliarPieces; absent where the report's `noConfidence` says why. */
  confidence: z.strictObject({ task: ArtifactRef, familiar: ArtifactRef }).optional(),
});
export type EvaluationResult = z.infer<typeof EvaluationResult>;

export const BundleResult = z.strictObject({
  files: z.array(FolderFile),
  /** As the design defines it: same inputs, seed, machine type and teacher answers give the same hash. */
  bundleHash: Sha256,
  bytes: z.int(),
});

/** A candidate in so far as a policy decides by it. */
const FoundDataset = z.strictObject({
  ...Candidate.pick({ id: true, title: true, rows: true, license: true, fit: true }).shape,
  score: z.number(),
  /** What a policy could take at all; absent in builds that began before the teacher read candidates. */
  proven: Candidate.shape.proven.optional(),
  /** Absent where the teacher has not read it. */
  reading: DatasetReading.optional(),
});

export const FoundDatasetsResult = z.strictObject({
  /** DatasetListing: candidates with reasons, mappings and samples, and what was left out. */
  listing: ArtifactRef,
  considered: z.int(),
  skipped: z.int(),
  /** Best first, at most ten: enough for a policy to decide. */
  candidates: z.array(FoundDataset),
});

export const RankedDatasetsResult = z.strictObject({
  /** DatasetListing as the reading leaves it; the search's own where there was no usable answer. */
  listing: ArtifactRef,
  candidates: z.array(FoundDataset),
  /** Datasets of which rows were shown. */
  shown: z.int(),
  /** Why no answer could be used; null where one was. */
  refused: z.string().nullable(),
});

export const ImportedDatasetResult = z.strictObject({
  /** JSONL of Example, origin `imported`: rows that may train. */
  rows: ArtifactRef,
  /** JSONL of Example, origin `imported`: rows kept to test with. */
  test: ArtifactRef,
  counts: z.strictObject({ read: z.int(), rows: z.int(), test: z.int() }),
  /** Rows that became neither, by reason. */
  dropped: z.record(z.string(), z.int()),
  testFrom: z.enum(['own split', 'hashed share']),
  /** TaskSpec as the teacher is told it while training rows are made: some of `rows` serve as demonstrations. */
  spec: ArtifactRef,
  /** Rows that do. */
  shown: z.int(),
});

export const FoundModelsResult = z.strictObject({
  /** BaseModelListing. */
  listing: ArtifactRef,
  count: z.int(),
  /** What `student.baseModel` would say; null where nothing fits. */
  best: z.string().nullable(),
});
