import type { ArtifactRef, FolderFile } from './artifact.ts';
import type { Amount, Grant, Price, Spending } from './budget.ts';
import type { Report, TestOrigin, Verdict } from './report.ts';
import type { BuildableKind } from './task-spec.ts';

/** What every activity of a build is told about it. Nothing of it changes a stage's result. */
export interface BuildContext {
  readonly buildId: string;
  readonly name: string;
  /** TaskConfig, as submitted. */
  readonly config: ArtifactRef;
  readonly teacher: { readonly baseUrl: string; readonly apiKeyEnv: string | null; readonly price: Price | null };
  readonly fresh: boolean;
}

/** Manifest of a finished stage: `stages/<stage>/<inputHash>.json`, or below `builds/` where a budget cut the stage short. */
export interface StageRecord {
  readonly stage: string;
  readonly manifest: string;
  readonly inputHash: string;
  /** It was finished before, by this build or another. */
  readonly reused: boolean;
}

/** Calls that the grant did not reach: what the next one may cost at the most, so that the workflow can tell whether more money helps. */
export interface Cut {
  readonly nextCall: Amount;
}

export interface ParseTaskInput {
  readonly build: BuildContext;
  readonly grant: Grant;
}
export interface ParsedTask {
  /** TaskSpec. */
  readonly spec: ArtifactRef;
  readonly kind: BuildableKind;
  readonly metric: string;
  readonly labelCount: number;
  readonly rowsWanted: number;
  readonly votes: number;
  /** Gold rows of `test:`, and gold rows of `examples:` that a hash keeps for the test. */
  readonly testSource: 'user' | 'split' | 'generated';
  readonly testRowsWanted: number;
  readonly spending: Spending;
  readonly record: StageRecord;
}

/** Inputs for training and inputs for a generated test come from calls of their own. */
export type WritingFor = 'train' | 'test';

export interface WriteInputsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly purpose: WritingFor;
  /** Numbers of the calls to make, `from` included, `to` not; each asks for ten inputs. */
  readonly calls: { readonly from: number; readonly to: number };
  readonly grant: Grant;
}
export interface WrittenShard {
  /** JSONL of WrittenInput, in the order of the calls; duplicates still inside. */
  readonly inputs: ArtifactRef;
  readonly count: number;
  readonly cut: Cut | null;
  readonly spending: Spending;
  readonly record: StageRecord;
}

export interface PoolInputsInput {
  readonly build: BuildContext;
  readonly written: readonly ArtifactRef[];
  /** Inputs that earlier waves brought, and inputs of the test: what equals one of them is dropped. */
  readonly known: readonly ArtifactRef[];
  /** At the most so many are kept. */
  readonly atMost: number;
}
export interface PooledInputs {
  /** JSONL of WrittenInput: new ones, each once. */
  readonly inputs: ArtifactRef;
  readonly count: number;
  readonly duplicates: number;
  readonly record: StageRecord;
}

export interface LabelInputsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly inputs: ArtifactRef;
  readonly rows: { readonly from: number; readonly to: number };
  readonly purpose: WritingFor;
  readonly grant: Grant;
}
export interface LabelledShard {
  /** JSONL of Example. For training: those with enough agreement. For a test: all that have an answer. */
  readonly rows: ArtifactRef;
  readonly accepted: number;
  readonly asked: number;
  readonly cut: Cut | null;
  readonly spending: Spending;
  readonly record: StageRecord;
}

export interface FixHoldoutInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  /** Labelled shards of a generated test; empty where gold rows are the test. */
  readonly generated: readonly ArtifactRef[];
}
export interface Holdout {
  /** JSONL of Example; its sha256 is the test hash. */
  readonly test: ArtifactRef;
  readonly rows: number;
  readonly origin: TestOrigin;
  /** JSONL of Example: gold rows that may train. */
  readonly goldForTraining: ArtifactRef;
  /** Worst case of scoring the teacher on the test: set aside before generation. */
  readonly evaluation: Amount;
  readonly record: StageRecord;
}

export interface AssembleDatasetInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: { readonly test: ArtifactRef; readonly goldForTraining: ArtifactRef };
  readonly generated: readonly ArtifactRef[];
}
export interface AssembledDataset {
  /** JSONL of Example. */
  readonly train: ArtifactRef;
  readonly validation: ArtifactRef;
  /** Data report: counts, removed leaks, label shares. */
  readonly report: ArtifactRef;
  readonly trainRows: number;
  readonly validationRows: number;
  readonly record: StageRecord;
}

export interface TrainStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly train: ArtifactRef;
  readonly validation: ArtifactRef;
  readonly maxMinutes: number;
}
export interface TrainedStudent {
  /** Best weights, tokenizer, configuration, baseline. */
  readonly model: readonly FolderFile[];
  /** JSON: curves, settings, what stopped it, device, seconds. */
  readonly training: ArtifactRef;
  readonly family: string;
  readonly baseModel: string;
  readonly steps: number;
  readonly validationLoss: number;
  /** The time limit cut it: holds for this build alone. */
  readonly cut: boolean;
  readonly record: StageRecord;
}

export interface ExportStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly model: readonly FolderFile[];
  readonly validation: ArtifactRef;
}
export interface ExportedStudent {
  /** Model folder as the bundle holds it: `onnx/…`, tokenizer, configuration, `model.safetensors`. */
  readonly files: readonly FolderFile[];
  /** SHA-256 over the sorted `path sha256` lines of `files`. */
  readonly modelHash: string;
  readonly facts: ArtifactRef;
  readonly record: StageRecord;
}

export interface EvaluateStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: Holdout;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  /** Said in the report: budgets reached, rows missing, time cut. */
  readonly remarks: readonly string[];
  readonly grant: Grant;
}
export interface Evaluation {
  /** Report without the cost of the whole build, which the package stage adds. */
  readonly report: ArtifactRef;
  /** JSONL: per test row input, expected output and everybody's answers. */
  readonly predictions: ArtifactRef;
  readonly verdict: Verdict;
  /** The student's primary score of the file that ships. */
  readonly score: number;
  readonly ships: 'int8' | 'fp32';
  readonly cut: Cut | null;
  readonly spending: Spending;
  readonly record: StageRecord;
}

export interface PackageModelInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: Holdout;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  readonly evaluation: Evaluation;
  readonly cost: Report['cost'];
  readonly records: readonly StageRecord[];
}
export interface Bundle {
  readonly files: readonly FolderFile[];
  /** As the design defines it: same inputs, seed, machine type and teacher answers give the same hash. */
  readonly bundleHash: string;
  readonly bytes: number;
  readonly record: StageRecord;
}

/** What is known of a build when it ends, however it ends: `builds/<build id>/build.json`. */
export interface RecordBuildInput {
  readonly build: BuildContext;
  readonly workflowId: string;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly failure: { readonly kind: string; readonly message: string } | null;
  readonly spec: ArtifactRef | null;
  readonly records: readonly StageRecord[];
  readonly verdict: Verdict | null;
  readonly cost: Report['cost'];
  readonly bundle: { readonly files: readonly FolderFile[]; readonly bundleHash: string } | null;
}

export interface CpuActivities {
  readonly parseTask: (input: ParseTaskInput) => Promise<ParsedTask>;
  readonly writeInputs: (input: WriteInputsInput) => Promise<WrittenShard>;
  readonly poolInputs: (input: PoolInputsInput) => Promise<PooledInputs>;
  readonly labelInputs: (input: LabelInputsInput) => Promise<LabelledShard>;
  readonly fixHoldout: (input: FixHoldoutInput) => Promise<Holdout>;
  readonly assembleDataset: (input: AssembleDatasetInput) => Promise<AssembledDataset>;
  readonly evaluateStudent: (input: EvaluateStudentInput) => Promise<Evaluation>;
  readonly packageModel: (input: PackageModelInput) => Promise<Bundle>;
  readonly recordBuild: (input: RecordBuildInput) => Promise<void>;
}

export interface GpuActivities {
  readonly trainStudent: (input: TrainStudentInput) => Promise<TrainedStudent>;
  readonly exportStudent: (input: ExportStudentInput) => Promise<ExportedStudent>;
}
