import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, onPath } from './places.mjs';
import { answerOf, runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { UV_VERSION } from './versions.mjs';

/** Path of a uv that works: on PATH, in the project's cache, or newly installed there with `python`'s pip. */
export async function ensureUv(python, report) {
  for (const file of onPath('uv')) {
    if ((await answerOf(file, ['--version'])) !== null) return file;
  }
  const home = join(cacheDir(), `uv-${UV_VERSION}`);
  const uv = join(home, 'bin', 'uv');
  await withLock(join(cacheDir(), 'uv.lock'), report, async () => {
    if (!existsSync(uv)) await install(python, home, report);
  });
  return uv;
}

/** Into a folder beside it first: the final name appears only when it is whole. */
async function install(python, home, report) {
  const draft = `${home}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  report(`installing uv ${UV_VERSION}`);
  try {
    await runCommand(python, ['-m', 'venv', draft]);
    await runCommand(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `uv==${UV_VERSION}`]);
  } catch (cause) {
    throw new SetUpError(
      `uv could not be installed: ${cause.message}`,
      'Install uv yourself (docs.astral.sh/uv), or the venv module of your Python (Debian: python3-venv).',
    );
  }
  renameSync(draft, home);
}
