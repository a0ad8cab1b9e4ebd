import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { choiceFile, findServer } from './find-server.mjs';
import { installServer } from './install-server.mjs';
import { withLock } from './lock.mjs';
import { cacheDir, onPath, stateDir } from './places.mjs';
import { answerOf } from './run-command.mjs';
import { SERVERS } from './server-catalog.mjs';

export function hasServers() {
  return Object.keys(SERVERS).every((name) => findServer(name) !== null);
}

/**
 * Finds both servers (on PATH, then in the project's cache), makes those that are missing one after the other (each
 * build takes all cores), and notes the choice for this checkout.
 */
export async function ensureServers(report) {
  const choices = {};
  for (const [name, server] of Object.entries(SERVERS)) {
    const path = (await usableOnPath(name, server)) ?? (await inCache(name, server, report));
    choices[name] = { path, version: server.version };
  }
  mkdirSync(stateDir, { recursive: true });
  const draft = `${choiceFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(choices, null, 2)}\n`);
  renameSync(draft, choiceFile);
}

async function usableOnPath(name, server) {
  for (const file of onPath(name)) {
    const answer = await answerOf(file, ['--version']);
    if (answer !== null && server.accepts(answer)) return file;
  }
  return null;
}

async function inCache(name, server, report) {
  const target = join(cacheDir(), 'bin', `${name}-${server.version}`);
  const say = (detail) => report(`${server.title}: ${detail}`);
  await withLock(join(cacheDir(), `${name}.lock`), say, async () => {
    if (!existsSync(target)) await installServer(name, server, target, say);
  });
  return target;
}
