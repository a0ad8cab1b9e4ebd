/** What Python's `str.split()` takes for white space: U+001C–U+001F and U+0085 are, U+FEFF is not. JavaScript's `\s` differs there. */
const PYTHON_WHITE_SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const RUN = new RegExp(`${PYTHON_WHITE_SPACE}+`);
const START = new RegExp(`^${PYTHON_WHITE_SPACE}+`);
const END = new RegExp(`(?<!${PYTHON_WHITE_SPACE})${PYTHON_WHITE_SPACE}+$`);

/** Words of a text as Python's `str.split()` gives them; the reference metrics are written in Python. */
export const pythonWords = (text: string): string[] => text.split(RUN).filter((word) => word !== '');

/** The text without white space at its end, as Python's `str.rstrip()` gives it. */
export const pythonTrimEnd = (text: string): string => text.replace(END, '');

/** The same at both ends, as `str.strip()` gives it. */
export const pythonTrim = (text: string): string => pythonTrimEnd(text.replace(START, ''));
