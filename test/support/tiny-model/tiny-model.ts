import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** What the models are made from, beside their maker: when one of these changes they are made anew. */
const SOURCES = [
  'trainer/tests/tiny_bases.py',
  'trainer/exporting/onnx_files.py',
  'trainer/exporting/weight_only.py',
  'trainer/families/adapter.py',
  'trainer/families/decoder.py',
  'trainer/families/encoder_decoder.py',
  'trainer/families/family.py',
  'trainer/families/normalizer.py',
  'trainer/families/prompt.py',
  'trainer/families/scratch_tokenizer.py',
  'trainer/families/linear.py',
  'trainer/families/tfidf.py',
  'trainer/families/frozen_encoder.py',
  'trainer/labels.py',
  'trainer/tag_order.py',
  'trainer/tests/word_tasks.py',
  'trainer/requirements.txt',
];

/** Python of the project's own environment, which `npm run setup` makes. */
export const PYTHON = join(ROOT, '.p2m/venv/bin/python');

/**
 * Folder of tiny models as a bundle lays them out, with a task.json each: `labels` and `text`; or those that
 * another maker in this folder writes.
 * Made by the first call, kept in `.p2m/test-models`: about 20 seconds then, milliseconds after.
 */
export async function tinyModels(script = 'make_tiny_models.py'): Promise<string> {
  const maker = join(ROOT, 'test/support/tiny-model', script);
  const folder = join(ROOT, '.p2m/test-models', await fingerprint(maker));
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

async function fingerprint(maker: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(maker));
  for (const source of SOURCES) hash.update(await readFile(join(ROOT, source)));
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
