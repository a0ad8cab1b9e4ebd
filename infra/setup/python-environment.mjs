import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, isUsablePython } from './find-python.mjs';
import { withLock } from './lock.mjs';
import { root, stateDir } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { ensureUv } from './uv.mjs';

/** Torch's wheel is large; uv's own limit of 30 s without a byte is short on a slow line. */
const HTTP_TIMEOUT_S = '300';

/** What trains, and measures what was trained. */
export const trainerEnvironment = pythonEnvironment('venv', 'trainer/requirements.txt');

/** What a bundle's Gradio page and server are tested with: Gradio and OpenAI's client, which the trainer has no use for. */
export const clientEnvironment = pythonEnvironment('clients', 'test/support/python-clients/requirements.txt');

/**
 * An environment `.p2m/<name>` that holds what a list of packages names: `isReady` tells whether it does, `ensure` makes
 * it or brings it up to date.
 */
function pythonEnvironment(name, list) {
  const venv = join(stateDir, name);
  const requirements = join(root, list);
  const place = {
    venv,
    python: join(venv, 'bin', 'python'),
    requirements,
    /** Holds the hash of the requirements that were installed; written last. */
    stamp: join(venv, '.p2m-stamp'),
    hash: () => createHash('sha256').update(readFileSync(requirements)).digest('hex'),
  };
  return {
    isReady: () => isReady(place),
    ensure: (report) => withLock(join(stateDir, `python-${name}.lock`), report, () => ensure(place, report)),
  };
}

const isReady = ({ python, stamp, hash }) =>
  existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash();

async function ensure(place, report) {
  if (isReady(place)) return;
  const python = await findPython();
  const uv = await ensureUv(python, report);
  try {
    await makeEnvironment(uv, python, place, report);
  } catch (cause) {
    throw new SetUpError(cause.message, 'See that uv reaches its package index, then run `npm run setup` again.');
  }
  writeFileSync(place.stamp, place.hash());
}

async function makeEnvironment(uv, python, place, report) {
  const { VIRTUAL_ENV: _, ...inherited } = process.env;
  const options = {
    cwd: root,
    env: { UV_HTTP_TIMEOUT: HTTP_TIMEOUT_S, ...inherited, UV_PYTHON_DOWNLOADS: 'never', NO_COLOR: '1' },
    onLine: report,
  };
  if (!existsSync(place.python) || !(await isUsablePython(place.python))) {
    rmSync(place.venv, { recursive: true, force: true });
    await runCommand(uv, ['venv', '--python', python, place.venv], options);
  }
  await runCommand(uv, ['pip', 'sync', '--python', place.python, '--require-hashes', place.requirements], options);
}
