import { onPath } from './places.mjs';
import { answerOf } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { PYTHON_AT_LEAST, isAtLeast, versionIn } from './versions.mjs';

/** The versions the trainer's packages have wheels for, newest tried first; `python3` last, whatever it is. */
const NAMES = ['python3.13', 'python3.12', 'python3.11', 'python3'];

/**
 * Path of a Python that is new enough. Each is asked: a version manager leaves names on PATH that do not work.
 * @throws SetUpError that says what to install
 */
export async function findPython() {
  for (const file of NAMES.flatMap((name) => onPath(name))) {
    if (await isUsablePython(file)) return file;
  }
  throw new SetUpError(
    `no Python ${PYTHON_AT_LEAST.join('.')} or newer on PATH (looked for ${NAMES.join(', ')})`,
    'Install Python 3.11, 3.12 or 3.13 (python.org, your package manager, pyenv or `uv python install`).',
  );
}

export async function isUsablePython(file) {
  const answer = await answerOf(file, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])']);
  const version = versionIn(answer ?? '');
  return version !== null && isAtLeast(version, PYTHON_AT_LEAST);
}
