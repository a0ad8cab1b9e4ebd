import { download } from './download.js';

/**
 * The model of this bundle, loaded by the bundle's own `predict.mjs`.
 * @param {'int8' | 'fp32' | undefined} file  which weights; those that ship, unless told
 */
export async function loadModel(file) {
  const { loadPredictor } = await importScript('../predict.mjs');
  return loadPredictor({ folder: '..', file });
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
