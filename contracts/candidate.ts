import { z } from 'zod';
import { Sha256 } from './artifact.ts';
import { GoldRow } from './example.ts';

/** What part of a dataset a file is meant for, as its name says. */
export const Split = z.enum(['train', 'validation', 'test']);
export type Split = z.infer<typeof Split>;

/** A file of rows. */
export const DatasetFile = z.strictObject({
  path: z.string(),
  /** Null where the name does not say. */
  split: Split.nullable(),
  bytes: z.int().nonnegative(),
  /** Of the blob that holds it; null for a file of the hub. */
  sha256: Sha256.nullable(),
});
export type DatasetFile = Readonly<z.infer<typeof DatasetFile>>;

/** Where a dataset is. */
export const DatasetPlace = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('local'), path: z.string() }),
  z.strictObject({
    from: z.literal('hub'),
    repo: z.string(),
    /** The commit its files are read at. */
    revision: z.string(),
    config: z.string().nullable(),
  }),
]);
export type DatasetPlace = Readonly<z.infer<typeof DatasetPlace>>;

/** How a dataset's columns become rows of the task. */
export const ColumnMapping = z.strictObject({
  /** One column, or the task's fields with a column each. A task of one text gets several columns as `name: value` lines. */
  input: z.union([z.string(), z.record(z.string(), z.string())]),
  output: z.string(),
  /** Values of the output column that stand for a label of another name. */
  labels: z.record(z.string(), z.string()).optional(),
});
export type ColumnMapping = Readonly<z.infer<typeof ColumnMapping>>;

/** What the ranking saw in a dataset; each part from 0 to 1. */
export const CandidateScores = z.strictObject({
  /** Cosine similarity of the task with the nearest of the dataset's texts. */
  vector: z.number(),
  /** Words in common (BM25), relative to the best dataset of this search. */
  text: z.number(),
  /** Both rankings fused, relative to the best and the worst of this search. */
  fused: z.number(),
  /** How well the output column looks like the task's outputs. */
  output: z.number(),
  /** How well columns are named as the task's fields are. */
  names: z.number(),
  /** The weighted sum that orders candidates; may exceed 1. */
  total: z.number(),
});
export type CandidateScores = Readonly<z.infer<typeof CandidateScores>>;

/** What the teacher said of a dataset after it had read some of its rows. */
export const DatasetReading = z.strictObject({
  /** Whether its rows do this very task. */
  does: z.enum(['yes', 'partly', 'no']),
  /** A few words. */
  why: z.string(),
});
export type DatasetReading = Readonly<z.infer<typeof DatasetReading>>;

/** A dataset that may hold rows for the task. */
export const Candidate = z.strictObject({
  /** `local:<path>` or `hub:<owner/name>[:<config>]`. */
  id: z.string(),
  title: z.string(),
  /** The beginning of what its card says; empty where there is none. */
  description: z.string(),
  place: DatasetPlace,
  /** Clauses for people, the most telling first. */
  reasons: z.array(z.string()),
  files: z.array(DatasetFile),
  columns: z.array(z.string()),
  /** Null where counting would mean reading everything. */
  rows: z.int().nullable(),
  bytes: z.int(),
  /** As the card says; null where it does not. */
  license: z.string().nullable(),
  /** Language codes, as the card says. */
  languages: z.array(z.string()),
  mapping: ColumnMapping,
  /** Up to three rows as mapped, long texts cut. */
  samples: z.array(GoldRow),
  /** Its values prove that its outputs are those of the task. */
  proven: z.boolean(),
  /** Null where the teacher was not asked about it, or gave no usable answer. */
  reading: DatasetReading.nullable(),
  /** `good`: so sure that a policy may take it without asking; `lib/search/good-fit.ts` says when. One of them at the most. */
  fit: z.enum(['good', 'possible']),
  scores: CandidateScores,
});
export type Candidate = Readonly<z.infer<typeof Candidate>>;

/** A dataset of people's rows that a build imported, as cards tell it: never where it lay. */
export interface RowSource {
  readonly title: string;
  /** `owner/name` on the hub; null for one at hand. */
  readonly hub: string | null;
  /** As its card says; null where it does not. */
  readonly license: string | null;
  /** Rows that were taken to train and to test. */
  readonly train: number;
  readonly test: number;
}

/** Something that was found and is not among the candidates. */
export const SkippedSource = z.strictObject({ what: z.string(), reason: z.string() });
export type SkippedSource = Readonly<z.infer<typeof SkippedSource>>;

/** What a search found: an artifact. */
export const DatasetListing = z.strictObject({
  version: z.literal(1),
  /** Best first, at most ten. */
  candidates: z.array(Candidate),
  /** Datasets that were compared. */
  considered: z.int(),
  skipped: z.array(SkippedSource),
});
export type DatasetListing = Readonly<z.infer<typeof DatasetListing>>;

/** The task's local sources as they were when it was submitted: an artifact. Without places, so that equal files give equal hashes. */
export const SourceSnapshot = z.strictObject({
  version: z.literal(1),
  sources: z.array(
    z.strictObject({
      /** As the task names it. */
      name: z.string(),
      kind: z.enum(['file', 'folder']),
      files: z.array(z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.int().nonnegative() })),
    }),
  ),
  skipped: z.array(SkippedSource),
});
export type SourceSnapshot = Readonly<z.infer<typeof SourceSnapshot>>;

/** A pretrained model that a student may start from. Null: not known. */
export const BaseModelCandidate = z.strictObject({
  /** What `student.baseModel` would say. */
  name: z.string(),
  from: z.enum(['local', 'curated', 'hub']),
  /** The commit, for one that the hub was asked about. */
  revision: z.string().nullable(),
  family: z.enum(['static', 'encoder', 'encoder-decoder', 'decoder']),
  parameters: z.int().nullable(),
  license: z.string().nullable(),
  /** Language codes; `multilingual` for many. */
  languages: z.array(z.string()),
  reasons: z.array(z.string()),
  score: z.number(),
});
export type BaseModelCandidate = Readonly<z.infer<typeof BaseModelCandidate>>;

/** What a search for base models found: an artifact. */
export const BaseModelListing = z.strictObject({
  version: z.literal(1),
  /** Best first, at most twenty. */
  candidates: z.array(BaseModelCandidate),
  skipped: z.array(SkippedSource),
});
export type BaseModelListing = Readonly<z.infer<typeof BaseModelListing>>;
