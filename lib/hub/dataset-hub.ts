import type { DatasetFile } from '../../contracts/candidate.ts';
import type { DataBytes } from '../datasets/data-bytes.ts';
import type { FoundDataset } from '../datasets/found-dataset.ts';
import type { SkippedSource } from '../../contracts/candidate.ts';

/** What the hub answered to a search. */
export interface HubFindings {
  readonly found: readonly FoundDataset[];
  /** Datasets that match and cannot be used: closed, without files of rows, gone. */
  readonly skipped: readonly SkippedSource[];
}

/** Datasets of a hub. */
export interface DatasetHub {
  /**
   * Datasets for some search words, the most fetched first, each with card and files; `limit` at the most are looked into.
   * @throws StageFailure `hub-unreachable`
   */
  readonly search: (words: readonly string[], limit: number) => Promise<HubFindings>;
  /**
   * A file of a dataset, read in parts as they are asked for.
   * @throws StageFailure `hub-unreachable`; DataUnreadable where the file is gone or closed
   */
  readonly open: (repo: string, revision: string, file: DatasetFile) => Promise<DataBytes>;
}
