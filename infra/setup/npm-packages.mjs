import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, stateDir } from './places.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

/**
 * Whether `node_modules` holds what `package-lock.json` names, for this machine. npm writes its own list of what it
 * installed there, last; so an installation that was broken off, or made by hand, is judged rightly too.
 */
export function hasNpmPackages(folder = root) {
  const installedFile = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (found === undefined ? entry.optional !== true : !isSame(entry, found)) return false;
  }
  return Object.entries(installed).every(([path, entry]) => path in wanted && fitsMachine(entry));
}

/** Runs `npm ci` where it is needed. */
export async function ensureNpmPackages(report) {
  await withLock(join(stateDir, 'npm.lock'), report, async () => {
    if (hasNpmPackages()) return;
    const [command, ...first] = npmCommand();
    try {
      await runCommand(command, [...first, 'ci', '--include=dev', '--engine-strict=false'], { cwd: root });
    } catch (cause) {
      throw new SetUpError(cause.message, 'See that npm reaches its registry, then run `npm run setup` again.');
    }
  });
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

const isSame = (wanted, found) => wanted.version === found.version && wanted.integrity === found.integrity;

/** A `node_modules` carried over from another kind of machine holds that machine's binaries. */
function fitsMachine({ os, cpu }) {
  return (os === undefined || os.includes(process.platform)) && (cpu === undefined || cpu.includes(process.arch));
}

/** The npm that runs us where one does, else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath ?? '';
  return running.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}
