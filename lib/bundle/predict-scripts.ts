import { fileURLToPath } from 'node:url';

/** The scripts that go into every bundle as they are. */
export const PREDICT_SCRIPTS = ['predict.mjs', 'predict.py'].map((path) => ({
  path,
  file: fileURLToPath(new URL(path, import.meta.url)),
}));
