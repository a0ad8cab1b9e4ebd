import type { Embedder } from '../lib/embedding/embedder.ts';
import type { DatasetHub } from '../lib/hub/dataset-hub.ts';
import type { ModelHub } from '../lib/hub/model-hub.ts';
import type { ModelScan } from '../lib/hub/model-scan.ts';
import type { Predictor } from '../lib/inference/predictor.ts';
import type { SearchIndexes } from '../lib/search/search-index.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import type { Journal } from '../lib/teacher/journal.ts';
import type { Teacher } from '../lib/teacher/teacher.ts';
import type { TrainerRunner } from '../lib/trainer/run-trainer.ts';

/** What activities on the cpu queue are given. */
export interface CpuPorts {
  readonly store: ObjectStore;
  readonly teacher: Teacher;
  readonly journal: Journal;
  readonly predict: Predictor;
  readonly datasets: DatasetHub;
  readonly models: ModelScan;
  readonly bases: ModelHub;
  readonly embedder: Embedder;
  readonly indexes: SearchIndexes;
  /** Folder for files of one attempt; each attempt takes a folder of its own and removes it. */
  readonly scratch: string;
}

/** What activities on the gpu queue are given. */
export interface GpuPorts {
  readonly store: ObjectStore;
  readonly hub: ModelHub;
  readonly runTrainer: TrainerRunner;
  /** Hash of the trainer's sources and lock file: another trainer makes other weights. */
  readonly trainerVersion: string;
  readonly threads: number;
  readonly scratch: string;
}
