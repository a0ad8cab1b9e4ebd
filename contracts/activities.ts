import type { z } from 'zod';
import type { ArtifactRef, FolderFile } from './artifact.ts';
import type { Intervention } from './intervention.ts';
import type { Amount, Grant, Price, Spending, SpentSoFar, StageCost } from './budget.ts';
import type { BaseModelCandidate, ColumnMapping, RowSource } from './candidate.ts';
import type { Family } from './family.ts';
import type { Cost, TestOrigin, Verdict } from './report.ts';
import type { RoundReport } from './round.ts';
import type { Importance, LeftOut, StudentCandidate, Trial, TrialOutcome } from './student-search.ts';
import type { Estimate, Settings } from './plan.ts';
import type * as results from './stage-results.ts';
import type { TaskSpec } from './task-spec.ts';

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
  /** SHA-256 of the manifest's own bytes: with it a build is a graph of hashes, from its record down to every blob. */
  readonly sha256: string;
  /** It was finished before, by this build or another. */
  readonly reused: boolean;
}

/** Every activity's answer names the manifest of its stage. */
export interface Recorded {
  readonly record: StageRecord;
}

export interface Paid extends Recorded {
  readonly spending: Spending;
}

/** Where the grant did not reach all calls: what the next one may cost at the most, so that the workflow can tell whether more money helps. */
export interface Cuttable {
  readonly cut: { readonly nextCall: Amount } | null;
}

export interface ParseTaskInput {
  readonly build: BuildContext;
  readonly grant: Grant;
}
export type ParsedTask = z.infer<typeof results.ParsedTaskResult> &
  Paid & {
    /** Worst case of one call of each sort, at this build's price, for a demonstration-sized input: what grants are cut from. */
    readonly callCosts: { readonly write: Amount; readonly label: Amount };
  };

export interface ProposeAttributesInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly grant: Grant;
}
export type ProposedAttributes = z.infer<typeof results.ProposedAttributesResult> & Paid & Cuttable;

export interface PilotTeacherInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly attributes: ArtifactRef;
  readonly trainMinutes: number;
  /** Rows to generate: those wanted, less the imported ones; absent in builds that began before this was told: all. */
  readonly rowsWanted?: number;
  /** Labelled rows of a generated test, and rows of any test: what evaluation will ask. */
  readonly testRows: number;
  /** Whose rows they are: votes are asked on people's; absent in builds that began before this was told. */
  readonly testOrigin?: TestOrigin;
  /** Whether datasets are still to be looked for; absent: they were, or are not to be. */
  readonly search?: 'ahead';
  /** What the build has paid so far: part of its estimate. */
  readonly paid: Amount;
  readonly grant: Grant;
}
export type Pilot = z.infer<typeof results.PilotResult> &
  Paid &
  Cuttable & {
    /** Of the whole build, what was paid before the pilot included. */
    readonly estimate: Estimate;
  };

/** How inputs are asked for. Without it, fixed lists and default settings serve. */
export interface WritingPlan {
  /** Attributes. */
  readonly attributes: ArtifactRef;
  /** What the pilot chose; null for a test, whose rows know nothing of the pilot. */
  readonly settings: Settings | null;
  /** Pools (JSONL of WrittenInput) of finished earlier waves of the same purpose: their topics are named as covered. */
  readonly covered: readonly ArtifactRef[];
  /** Focus: where the student of the round before is weak; absent in the first round, and for a test. */
  readonly focus?: ArtifactRef;
}

export interface SearchDatasetsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  /** SourceSnapshot; null where the task names no local sources. */
  readonly sources: ArtifactRef | null;
  readonly hub: 'ask' | 'leave';
}
export type FoundDatasets = z.infer<typeof results.FoundDatasetsResult> & Recorded;

export interface RankDatasetsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  /** DatasetListing of a search. */
  readonly listing: ArtifactRef;
  readonly grant: Grant;
}
export type RankedDatasets = z.infer<typeof results.RankedDatasetsResult> & Paid & Cuttable;

export interface ImportDatasetInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  /** DatasetListing. */
  readonly listing: ArtifactRef;
  /** Id of one of its candidates. */
  readonly candidate: string;
  /** A person's; null: the candidate's own. */
  readonly mapping: ColumnMapping | null;
  /** Rows that may train, at the most; null: 5,000. */
  readonly maxRows: number | null;
}
export type ImportedDataset = z.infer<typeof results.ImportedDatasetResult> & Recorded;

export interface SearchBaseModelsInput {
  readonly build: BuildContext;
  readonly hub: 'ask' | 'leave';
  readonly wishes: {
    readonly kind: TaskSpec['kind'];
    /** Null: any. */
    readonly maxParameters: number | null;
    /** Null: any. As cards write them, in small letters. */
    readonly licenses: readonly string[] | null;
    /** Code of the inputs' language; null: not known. */
    readonly language: string | null;
    /** What the trainer can train. */
    readonly families: readonly BaseModelCandidate['family'][];
  };
}
export type FoundModels = z.infer<typeof results.FoundModelsResult> & Recorded;

/** Inputs for training and inputs for a generated test come from calls of their own. */
export type WritingFor = 'train' | 'test';

export interface WriteInputsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly purpose: WritingFor;
  /** Numbers of the calls to make, `from` included, `to` not; each asks for ten inputs. */
  readonly calls: { readonly from: number; readonly to: number };
  readonly plan?: WritingPlan;
  readonly grant: Grant;
}
export type WrittenShard = z.infer<typeof results.WrittenInputsResult> & Paid & Cuttable;

export interface PoolInputsInput {
  readonly build: BuildContext;
  readonly written: readonly ArtifactRef[];
  /** Inputs that earlier waves brought, and inputs of the test: what equals one of them is dropped. */
  readonly known: readonly ArtifactRef[];
}
export type PooledInputs = z.infer<typeof results.PooledInputsResult> & Recorded;

export interface LabelInputsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly inputs: ArtifactRef;
  readonly rows: { readonly from: number; readonly to: number };
  readonly purpose: WritingFor;
  /** What the pilot chose; absent for a test. */
  readonly settings?: Settings;
  readonly grant: Grant;
}
export type LabelledShard = z.infer<typeof results.LabelledRowsResult> & Paid & Cuttable;

export interface FixHoldoutInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  /** Labelled shards of a generated test; empty where gold rows are the test. */
  readonly generated: readonly ArtifactRef[];
  /** Rows that other people wrote, kept as a test; null where gold rows, or none, are. */
  readonly imported: { readonly test: ArtifactRef; readonly confirmed: boolean } | null;
}
export type Holdout = z.infer<typeof results.HoldoutResult> &
  Recorded & {
    /** Worst case of scoring the teacher on the test: set aside before generation. */
    readonly evaluation: Amount;
    /** Worst case of its votes there, for which nothing is set aside; absent in builds that began before they were asked. */
    readonly votes?: Amount;
  };

export interface AssembleDatasetInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: { readonly test: ArtifactRef; readonly goldForTraining: ArtifactRef };
  /** Shards of rows that may train: imported ones first, then generated ones. */
  readonly generated: readonly ArtifactRef[];
  /** Attributes that the generated rows were written under: told in the data report. */
  readonly attributes?: ArtifactRef;
  /** The dataset of the round before: its validation rows stay what they are, and `generated` are new rows alone. */
  readonly before?: Pick<z.infer<typeof results.AssembledDatasetResult>, 'train' | 'validation' | 'report'>;
}
export type AssembledDataset = z.infer<typeof results.AssembledDatasetResult> & Recorded;

export interface ProposeStudentsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
}
export type ProposedStudents = z.infer<typeof results.ProposedStudentsResult> & Recorded;

export interface ProposeTrialsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly train: ArtifactRef;
  readonly candidate: StudentCandidate;
  /** In the order of their numbers. */
  readonly finished: readonly TrialOutcome[];
  /** How many trials to propose; 0: the importances alone are wanted. */
  readonly count: number;
}
export type ProposedTrials = z.infer<typeof results.ProposedTrialsResult> & Recorded;

export interface TrainStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly train: ArtifactRef;
  readonly validation: ArtifactRef;
  readonly trial: Trial;
  /** Files of the trained student that `trial.candidate.pruned` is cut out of; absent where nothing is. */
  readonly whole?: readonly FolderFile[];
  /** A trial stops early where its validation losses are worse than the median of these; empty: never. */
  readonly pruneAgainst: readonly (readonly number[])[];
  readonly maxMinutes: number;
}
export type TrainedStudent = z.infer<typeof results.TrainedStudentResult> & Recorded;

export interface ExportStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly model: readonly FolderFile[];
  readonly family: Family;
  readonly validation: ArtifactRef;
  readonly maxInputTokens: number;
  /** Rows whose tokens are all that is kept of the vocabulary; absent: all tokens are. */
  readonly keepTokensOf?: ArtifactRef;
}
export type ExportedStudent = z.infer<typeof results.ExportedStudentResult> & Recorded;

/** The best trial of a candidate, exported; and all its trials. */
export interface TrainedCandidate {
  readonly candidate: StudentCandidate;
  readonly trials: readonly {
    readonly outcome: TrialOutcome;
    /** Null where it failed. */
    readonly training: ArtifactRef | null;
    readonly failure: string | null;
  }[];
  readonly importances: readonly Importance[];
  /** Number of the best trial. */
  readonly best: number;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
}

export interface CompareStudentsInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly validation: ArtifactRef;
  /** Cheapest first; one at least. */
  readonly candidates: readonly TrainedCandidate[];
  readonly leftOut: readonly LeftOut[];
}
export type ComparedStudents = z.infer<typeof results.ComparedStudentsResult> & Recorded;

export interface ExamineStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  /** Attributes: the topics that generated inputs are about. */
  readonly attributes: ArtifactRef;
  /** Pools (JSONL of WrittenInput) that tell the topic of each generated row. */
  readonly pools: readonly ArtifactRef[];
  /** Answers of the best student so far; null in the first round. */
  readonly before: ArtifactRef | null;
}
export type ExaminedStudent = z.infer<typeof results.ExaminedStudentResult> & Recorded;

export interface EvaluateStudentInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: Holdout;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  /** StudentSearch: how the student was found. */
  readonly search: ArtifactRef;
  /** Said in the report: budgets reached, rows missing, time cut. */
  readonly remarks: readonly string[];
  /** What each round came to, where there could be more than one. */
  readonly rounds?: readonly RoundReport[];
  readonly grant: Grant;
}
export type Evaluation = z.infer<typeof results.EvaluationResult> & Paid & Cuttable;

export interface PackageModelInput {
  readonly build: BuildContext;
  readonly spec: ArtifactRef;
  readonly holdout: Holdout;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  readonly evaluation: Evaluation;
  /** Whose rows were imported; absent where none were. */
  readonly source?: RowSource;
  readonly cost: Cost;
  readonly costs: readonly StageCost[];
  /** The cost as it grew; absent in builds that began before this was told. */
  readonly spent?: readonly SpentSoFar[];
  /** What the build was reckoned to cost, and the minutes that it took; null where no pilot reckoned. */
  readonly reckoned: { readonly estimate: Estimate; readonly minutes: number } | null;
  readonly records: readonly StageRecord[];
}
export type Bundle = z.infer<typeof results.BundleResult> & Recorded;

/** What is known of a build when it ends, however it ends: `builds/<build id>/build.json`. */
export interface RecordBuildInput {
  readonly build: BuildContext;
  readonly workflowId: string;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly failure: { readonly kind: string; readonly message: string } | null;
  readonly spec: ArtifactRef | null;
  /** Of every activity that left a manifest: the shards of generated rows, too. */
  readonly records: readonly StageRecord[];
  /** What people decided while it ran, in order. */
  readonly interventions: readonly Intervention[];
  readonly verdict: Verdict | null;
  readonly cost: Cost;
  /** The same by stage; stages that asked the teacher nothing are left out. */
  readonly costs: readonly StageCost[];
  readonly bundle: { readonly files: readonly FolderFile[]; readonly bundleHash: string } | null;
}

export interface CpuActivities {
  readonly parseTask: (input: ParseTaskInput) => Promise<ParsedTask>;
  readonly proposeAttributes: (input: ProposeAttributesInput) => Promise<ProposedAttributes>;
  readonly pilotTeacher: (input: PilotTeacherInput) => Promise<Pilot>;
  readonly searchDatasets: (input: SearchDatasetsInput) => Promise<FoundDatasets>;
  readonly rankDatasets: (input: RankDatasetsInput) => Promise<RankedDatasets>;
  readonly importDataset: (input: ImportDatasetInput) => Promise<ImportedDataset>;
  readonly searchBaseModels: (input: SearchBaseModelsInput) => Promise<FoundModels>;
  readonly writeInputs: (input: WriteInputsInput) => Promise<WrittenShard>;
  readonly poolInputs: (input: PoolInputsInput) => Promise<PooledInputs>;
  readonly labelInputs: (input: LabelInputsInput) => Promise<LabelledShard>;
  readonly fixHoldout: (input: FixHoldoutInput) => Promise<Holdout>;
  readonly assembleDataset: (input: AssembleDatasetInput) => Promise<AssembledDataset>;
  readonly proposeStudents: (input: ProposeStudentsInput) => Promise<ProposedStudents>;
  readonly compareStudents: (input: CompareStudentsInput) => Promise<ComparedStudents>;
  readonly examineStudent: (input: ExamineStudentInput) => Promise<ExaminedStudent>;
  readonly evaluateStudent: (input: EvaluateStudentInput) => Promise<Evaluation>;
  readonly packageModel: (input: PackageModelInput) => Promise<Bundle>;
  readonly recordBuild: (input: RecordBuildInput) => Promise<void>;
}

export interface GpuActivities {
  readonly proposeTrials: (input: ProposeTrialsInput) => Promise<ProposedTrials>;
  readonly trainStudent: (input: TrainStudentInput) => Promise<TrainedStudent>;
  readonly exportStudent: (input: ExportStudentInput) => Promise<ExportedStudent>;
}
