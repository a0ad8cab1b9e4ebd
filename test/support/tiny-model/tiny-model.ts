import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Scripts that make models, and what the models are made from beside them: when one changes they are made anew. */
const MODELS = ['make_tiny_models.py', 'trainer/families/scratch_tokenizer.py'] as const;
const CLASSIFIERS = [
  'make_tiny_classifiers.py',
  'trainer/labels.py',
  'trainer/fit.py',
  'trainer/exporting/onnx_files.py',
  ...['linear', 'tfidf', 'frozen_encoder', 'encoder'].map((family) => `trainer/families/${family}.py`),
] as const;

/** Python of the project's own environment, which `npm run setup` makes. */
export const PYTHON = join(ROOT, '.p2m/venv/bin/python');

/**
 * Folder that holds `labels` and `text`: tiny models as a bundle lays them out, with a task.json each.
 * Made by the first call, kept in `.p2m/test-models`: about 20 seconds then, milliseconds after.
 */
export const tinyModels = (): Promise<string> => madeOnce(MODELS);

/** Folder that holds classifiers as `<family>-<form>`; the forms are `one`, `several` and `ordered`. */
export const tinyClassifiers = (): Promise<string> => madeOnce(CLASSIFIERS);

type Sources = readonly [script: string, ...others: string[]];

async function madeOnce([script, ...others]: Sources): Promise<string> {
  const maker = join(ROOT, 'test/support/tiny-model', script);
  const sources = [maker, ...[...others, 'trainer/requirements.txt'].map((source) => join(ROOT, source))];
  const folder = join(ROOT, '.p2m/test-models', await fingerprint(sources));
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await promisify(execFile)(PYTHON, [maker, draft], {
    env: { ...process.env, PYTHONPATH: ROOT, HF_HUB_OFFLINE: '1' },
    maxBuffer: 16 * 2 ** 20,
  });
  await adopt(draft, folder);
  return folder;
}

async function fingerprint(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(await readFile(source));
  return hash.digest('hex').slice(0, 16);
}

/** Whoever is first wins: two test files may make the models at once. */
async function adopt(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(draft, { recursive: true });
  }
}
