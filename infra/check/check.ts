/** `npm run check`: format, lint, types, layers, dead code and the trainer's schemas, in one go. */
import { join } from 'node:path';
import { root, stateDir } from '../setup/places.mjs';
import { runChecks, type Check } from './run-checks.ts';

const FLOORS = ['contracts', 'lib', 'activities', 'workflows', 'workers', 'client', 'infra', 'bench', 'test'];

/** A tool that npm installed; each is a script that names its interpreter itself. */
const npmTool = (name: string): string => join(root, 'node_modules', '.bin', name);
const ruff = join(stateDir, 'venv', 'bin', 'ruff');

/** What has not changed since the last time is not looked at again: half the time of the slowest check. */
const TYPES = [
  '--noEmit',
  '-p',
  '.',
  '--incremental',
  '--tsBuildInfoFile',
  join(stateDir, 'cache', 'types.tsbuildinfo'),
];

const CHECKS: readonly Check[] = [
  { name: 'types', command: npmTool('tsc'), args: TYPES },
  { name: 'lint', command: npmTool('oxlint'), args: ['--type-aware'] },
  { name: 'layers', command: npmTool('depcruise'), args: ['--config', '.dependency-cruiser.cjs', ...FLOORS] },
  { name: 'dead code', command: npmTool('knip'), args: [] },
  { name: 'format', command: npmTool('oxfmt'), args: ['--check'] },
  {
    name: 'trainer schemas',
    command: process.execPath,
    args: ['--import', 'tsx', 'infra/check/trainer-schema.ts', '--check'],
  },
  { name: 'Python lint', command: ruff, args: ['check', '--quiet', '.'] },
  { name: 'Python format', command: ruff, args: ['format', '--check', '--quiet', '.'] },
];

process.chdir(root);
const failed = await runChecks(CHECKS, (text) => void process.stdout.write(text));
if (failed.length > 0) {
  process.stdout.write(`\n${failed.length} of ${CHECKS.length} checks failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
