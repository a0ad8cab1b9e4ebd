/** The Web UI shows a summary in one line of its list. */
const CHARS = 150;
/** The server takes 400, quotes and escapes included. */
const BYTES = 390;

/** A prompt in one line, short enough for the summary of a workflow in any script. */
export const taskSummary = (prompt: string): string =>
  Buffer.from(prompt.replace(/\s+/g, ' ').slice(0, CHARS))
    .subarray(0, BYTES)
    .toString()
    .replace(/\uFFFD+$/, '');
