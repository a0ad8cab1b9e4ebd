import type { PackageModelInput, StageRecord } from '../../contracts/activities.ts';
import type { RowSource } from '../../contracts/candidate.ts';
import type { Cost, TestOrigin } from '../../contracts/report.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { BaseModelFacts } from './licenses.ts';

/** What only the package stage knows, beside its input. */
export interface ProvenanceFacts {
  readonly config: Pick<TaskConfig, 'teacher' | 'seed'>;
  readonly bundleHash: string;
  readonly base: BaseModelFacts;
  readonly teacher: {
    /** True for the scripted teacher of demos and tests. */
    readonly simulated: boolean;
    /** Model names and fingerprints that the endpoint itself reported, sorted. */
    readonly reported: readonly string[];
  };
  /** Package or program → version: node, onnxruntime-node, the trainer's source hash, … */
  readonly versions: Readonly<Record<string, string>>;
}

interface Rows {
  readonly sha256: string;
  readonly rows: number;
}

/** provenance.json of a bundle: every input by its hash, so that the build can be traced and recomputed. */
export interface Provenance {
  readonly version: 1;
  readonly name: string;
  readonly buildId: string;
  readonly bundleHash: string;
  readonly modelHash: string;
  readonly seed: number;
  /** SHA-256 of the effective configuration and of the task spec read from it. */
  readonly config: string;
  readonly spec: string;
  readonly data: {
    readonly train: Rows;
    readonly validation: Rows;
    readonly test: Rows & { readonly origin: TestOrigin };
    /** Whose rows were imported; absent where none were. */
    readonly source?: RowSource;
  };
  readonly base: BaseModelFacts;
  readonly teacher: TaskConfig['teacher'] & ProvenanceFacts['teacher'];
  readonly student: { readonly family: string; readonly steps: number; readonly cut: boolean };
  /** SHA-256 of what the stages reported in full. */
  readonly reports: Readonly<Record<'data' | 'training' | 'export' | 'evaluation' | 'predictions', string>>;
  /** In the order they finished; each names its manifest and the hash of all that went into it. */
  readonly stages: readonly StageRecord[];
  readonly versions: Readonly<Record<string, string>>;
  readonly cost: Cost;
}

/** Where a bundle comes from, without clocks and paths of the machine that made it. */
export function provenance(input: PackageModelInput, facts: ProvenanceFacts): Provenance {
  const { build, dataset, holdout, trained, exported, evaluation } = input;
  return {
    version: 1,
    name: build.name,
    buildId: build.buildId,
    bundleHash: facts.bundleHash,
    modelHash: exported.modelHash,
    seed: facts.config.seed,
    config: build.config.sha256,
    spec: input.spec.sha256,
    data: {
      train: { sha256: dataset.train.sha256, rows: dataset.trainRows },
      validation: { sha256: dataset.validation.sha256, rows: dataset.validationRows },
      test: { sha256: holdout.test.sha256, rows: holdout.rows, origin: holdout.origin },
      ...(input.source === undefined ? {} : { source: input.source }),
    },
    base: facts.base,
    teacher: { ...facts.config.teacher, ...facts.teacher },
    student: { family: trained.family, steps: trained.steps, cut: trained.cut },
    reports: {
      data: dataset.report.sha256,
      training: trained.training.sha256,
      export: exported.facts.sha256,
      evaluation: evaluation.report.sha256,
      predictions: evaluation.predictions.sha256,
    },
    stages: input.records,
    versions: facts.versions,
    cost: input.cost,
  };
}
