import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StageFailure } from '../../contracts/failure.ts';

const EXPORT = fileURLToPath(new URL('./export_minilm.py', import.meta.url));

/** Enough of standard error for a stack. */
const COMPLAINT_CHARS = 4_000;

/**
 * Folder of the exported encoder below `cache`; exported first where it is not there, which takes about 15 s and 91 MB.
 * @throws StageFailure `trainer-missing` where the Python environment cannot export it
 */
export async function embeddingModel(cache: string, python: string): Promise<string> {
  const folder = join(cache, 'all-MiniLM-L6-v2');
  if (!existsSync(join(folder, 'onnx', 'model.onnx'))) await exportModel(python, folder);
  return folder;
}

async function exportModel(python: string, folder: string): Promise<void> {
  const child = spawn(python, [EXPORT, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_CHARS);
  });
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `it ended with ${code ?? signal}: ${complaint}`));
  });
  if (failure === null) return;
  throw new StageFailure(
    'trainer-missing',
    `exporting the embedding model to ${folder} with ${python}: ${failure.trim()}\nRun \`npm run setup\`, or name a Python that has trainer/requirements.txt in P2M_PYTHON.`,
  );
}
