/** Runs of what Python's `str.split()` takes for white space: U+001C–U+001F and U+0085 are, U+FEFF is not. JavaScript's `\s` differs there. */
// oxlint-disable-next-line no-control-regex -- the separators U+001C to U+001F are white space to Python
const PYTHON_WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Words of a text as Python's `str.split()` gives them; the reference metrics are written in Python. */
export const pythonWords = (text: string): string[] => text.split(PYTHON_WHITE_SPACE).filter((word) => word !== '');
