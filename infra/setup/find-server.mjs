import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateDir } from './places.mjs';
import { SERVERS } from './server-catalog.mjs';

/** Set-up's choice of binaries, so that finding one again needs no process: `{name: {path, version}}`. */
export const choiceFile = join(stateDir, 'servers.json');

/** The binary that set-up chose for `name`; null where there is none, it is gone, or another version is wanted now. */
export function findServer(name) {
  const choice = readChoices()[name];
  if (choice === undefined || choice.version !== SERVERS[name].version) return null;
  return existsSync(choice.path) ? choice.path : null;
}

function readChoices() {
  return existsSync(choiceFile) ? JSON.parse(readFileSync(choiceFile, 'utf8')) : {};
}
