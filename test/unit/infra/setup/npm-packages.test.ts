import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasNpmPackages } from '../../../../infra/setup/npm-packages.mjs';

type Packages = Readonly<Record<string, object>>;

const ZOD = { version: '4.0.0', integrity: 'sha512-zod' };
const HERE = { version: '1.0.0', integrity: 'sha512-here', optional: true, os: [process.platform] };
const ELSEWHERE = { version: '1.0.0', integrity: 'sha512-elsewhere', optional: true, os: ['another-system'] };
const WANTED = {
  '': { name: 'project' },
  'node_modules/zod': ZOD,
  'node_modules/here': HERE,
  'node_modules/elsewhere': ELSEWHERE,
};

function folder(installed: Packages | null): string {
  const path = mkdtempSync(join(tmpdir(), 'p2m-npm-'));
  writeFileSync(join(path, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
  if (installed !== null) {
    mkdirSync(join(path, 'node_modules'));
    writeFileSync(join(path, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return path;
}

it.each<[string, boolean, Packages | null]>([
  ['all that this machine needs', true, { 'node_modules/zod': ZOD, 'node_modules/here': HERE }],
  ['nothing, or an installation that was broken off', false, null],
  ['one package less', false, { 'node_modules/here': HERE }],
  ['another version', false, { 'node_modules/zod': { ...ZOD, version: '4.0.1' }, 'node_modules/here': HERE }],
  ['other bytes', false, { 'node_modules/zod': { ...ZOD, integrity: 'sha512-other' }, 'node_modules/here': HERE }],
  ['one that the lock does not name', false, { 'node_modules/zod': ZOD, 'node_modules/extra': ZOD }],
  ['binaries of another kind of machine', false, { 'node_modules/zod': ZOD, 'node_modules/elsewhere': ELSEWHERE }],
])('sees node_modules with %s', (_, expected, installed) => {
  expect(hasNpmPackages(folder(installed))).toBe(expected);
});
