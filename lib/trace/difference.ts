/** Something that is not what its hash, or a record of it, says. */
export interface Difference {
  /** Path in a bundle, or key in the store. */
  readonly place: string;
  /** What was compared, and who says what is expected. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Where two texts are not the same: the difference; where they are: nothing. */
export const compared = (place: string, what: string, expected: string, found: string): readonly Difference[] =>
  expected === found ? [] : [{ place, what, expected, found }];
