import type { BaseModelCandidate, SkippedSource } from '../../contracts/candidate.ts';

/** What a hub's listing says of a model. */
export interface ListedModel {
  readonly name: string;
  readonly revision: string;
  /** Null for an architecture that nothing here trains. */
  readonly family: BaseModelCandidate['family'] | null;
  readonly parameters: number | null;
  readonly license: string | null;
  readonly languages: readonly string[];
  readonly downloads: number;
}

export interface ScannedModels {
  readonly models: readonly ListedModel[];
  readonly skipped: readonly SkippedSource[];
}

/** The models that a hub lists. */
export interface ModelScan {
  /**
   * The most fetched models for a purpose, and the named ones; those with safetensors that are open to the token.
   * @throws StageFailure `hub-unreachable`
   */
  readonly scan: (purpose: 'fill-mask' | 'text2text-generation', names: readonly string[]) => Promise<ScannedModels>;
}
