export type TextPart = 'about' | 'row';

/** A text of a dataset, as it is put into an index. */
export interface IndexedText {
  readonly dataset: string;
  /** Says what the dataset is, or is one of its rows. */
  readonly part: TextPart;
  /** Compared by meaning. */
  readonly meaning: string;
  /** Compared by words; empty where it is not to be. */
  readonly words: string;
}

export interface EmbeddedText extends IndexedText {
  readonly vector: Float32Array;
}

export interface SearchHit {
  readonly dataset: string;
  readonly part: TextPart;
  /** Cosine similarity, or BM25. */
  readonly score: number;
}

/** Texts that can be searched by meaning and by words. Ties are in the order of the datasets' ids. */
export interface SearchIndex {
  /** Every text with its cosine similarity, best first. Exact: all vectors are compared. */
  readonly nearest: (vector: Float32Array) => Promise<readonly SearchHit[]>;
  /** Texts that share words with the query, by BM25 over English stems, best first. */
  readonly matching: (words: string) => Promise<readonly SearchHit[]>;
}

/** Where indexes are kept. */
export interface SearchIndexes {
  /**
   * The index of that name. It is made of `texts` where it is not there whole yet.
   * @throws StageFailure `store-unreachable`
   */
  readonly open: (name: string, count: number, texts: () => Promise<readonly EmbeddedText[]>) => Promise<SearchIndex>;
}
