import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, isUsablePython } from './find-python.mjs';
import { withLock } from './lock.mjs';
import { root, stateDir } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { ensureUv } from './uv.mjs';

const venv = join(stateDir, 'venv');
const venvPython = join(venv, 'bin', 'python');
const requirements = join(root, 'trainer', 'requirements.txt');
/** Holds the hash of the requirements that were installed; written last. */
const stamp = join(venv, '.p2m-stamp');

/** Torch's wheel is large; uv's own limit of 30 s without a byte is short on a slow line. */
const HTTP_TIMEOUT_S = '300';

/** Whether the trainer's environment holds what `trainer/requirements.txt` names. */
export function hasPythonEnvironment() {
  return existsSync(venvPython) && existsSync(stamp) && readFileSync(stamp, 'utf8') === requirementsHash();
}

/** Makes the environment, or brings it up to date. */
export async function ensurePythonEnvironment(report) {
  await withLock(join(stateDir, 'python.lock'), report, async () => {
    if (hasPythonEnvironment()) return;
    const python = await findPython();
    const uv = await ensureUv(python, report);
    try {
      await makeEnvironment(uv, python, report);
    } catch (cause) {
      throw new SetUpError(cause.message, 'See that uv reaches its package index, then run `npm run setup` again.');
    }
    writeFileSync(stamp, requirementsHash());
  });
}

async function makeEnvironment(uv, python, report) {
  const { VIRTUAL_ENV: _, ...inherited } = process.env;
  const options = {
    cwd: root,
    env: { UV_HTTP_TIMEOUT: HTTP_TIMEOUT_S, ...inherited, UV_PYTHON_DOWNLOADS: 'never', NO_COLOR: '1' },
    onLine: report,
  };
  if (!existsSync(venvPython) || !(await isUsablePython(venvPython))) {
    rmSync(venv, { recursive: true, force: true });
    await runCommand(uv, ['venv', '--python', python, venv], options);
  }
  await runCommand(uv, ['pip', 'sync', '--python', venvPython, '--require-hashes', requirements], options);
}

const requirementsHash = () => createHash('sha256').update(readFileSync(requirements)).digest('hex');
