import type { DatasetProfile } from '../datasets/dataset-profile.ts';
import { type ColumnFacts, columnFacts } from './column-facts.ts';

/** A dataset with what its columns look like: worked out once, and used for every task it is compared with. */
export interface StudiedDataset extends DatasetProfile {
  readonly facts: readonly ColumnFacts[];
}

export const studyDataset = (profile: DatasetProfile): StudiedDataset => ({
  ...profile,
  facts: columnFacts(profile.columns, profile.rows),
});
