/** Signs that a label may be chosen by: none of those that do something else (q stop, u undo, w write, ? cannot say). */
const SIGNS = '123456789abcdefghijklmnoprstvxyz'.split('');

/** A key for each of so many labels; none where there are more labels than keys: then a label is written. */
export const keysOfLabels = (labels: number): readonly string[] =>
  labels > SIGNS.length ? [] : SIGNS.slice(0, labels);
