/**
 * What `predict.mjs` takes from Node, as far as a page needs it: reading the files of the bundle. The rest belongs to its
 * command line, which a page never enters.
 */
import { download } from './download.js';

// Looked at when the script is loaded: no argument, so that no command line runs.
globalThis.process ??= { argv: [], env: {} };

/** The text of a file; an error with Node's `code` where there is none. */
export async function readFile(path) {
  return new TextDecoder().decode(await download(path));
}

/** The file is there; it is loaded by that, which is what it is asked for next. */
export async function access(path) {
  await download(path);
}

export const join = (...parts) => parts.join('/');

const ofTheCommandLine = () => {
  throw new Error('the command line of predict.mjs does not run in a browser');
};

export {
  ofTheCommandLine as fileURLToPath,
  ofTheCommandLine as once,
  ofTheCommandLine as parseArgs,
  ofTheCommandLine as realpathSync,
};
