import { download } from './download.js';

/**
 * The model of this bundle, loaded by the bundle's own `predict.mjs`.
 * @param {'int8' | 'fp32' | undefined} file  which weights; those that ship, unless told
 * @param {number | undefined} coverage  1: every input is answered, and those unlike the training rows are marked;
 *   for models that give a confidence
 */
export async function loadModel(file, coverage) {
  const { loadPredictor } = await importScript('../predict.mjs');
  return loadPredictor({ folder: '..', file, coverage });
}

/** Imported from its text: some servers know no `.mjs` and send it as a type that browsers refuse to run. */
async function importScript(path) {
  const url = URL.createObjectURL(new Blob([await download(path)], { type: 'text/javascript' }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
