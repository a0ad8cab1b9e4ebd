import type { DatasetFile, DatasetPlace } from '../../contracts/candidate.ts';
import type { DatasetCard } from './dataset-card.ts';

/** A dataset that was found and not looked into yet. */
export interface FoundDataset {
  /** The same as its candidate's. */
  readonly id: string;
  readonly title: string;
  readonly place: DatasetPlace;
  readonly card: DatasetCard;
  readonly files: readonly DatasetFile[];
  /** Times it was fetched, as the hub counts; null for local ones. */
  readonly downloads: number | null;
}
