/** What is known of the inputs of a test, row by row. */
export interface InputTraits {
  /** The likely language of each input, as `languagesOf` names it. */
  readonly languages: readonly string[];
  /** The words of each input. */
  readonly texts: readonly string[];
  /** A vector of each input; a sentence that says why where there are none. */
  readonly vectors: readonly Float32Array[] | string;
}
