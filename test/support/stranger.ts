import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PYTHON } from './tiny-model/tiny-model.ts';

/** What this project, or the tests' runner, left in the environment; a stranger's shell has none of it. */
const OURS =
  /^(?:npm_(?:package|lifecycle|command|config_local_prefix)|NODE_OPTIONS|PYTHONPATH|VIRTUAL_ENV|VITEST|P2M_)/;

/** The shell commands of a README, a text for each fenced block, in order. */
export const shellBlocks = (readme: string): readonly string[] =>
  [...readme.matchAll(/^```+sh\n(.*?)\n```+$/gms)].map(([, block]) => block ?? '');

/**
 * The environment of somebody who has Node and Python and nothing else; what npm and pip are told of registries and
 * proxies stays. A README asks for a Python of 3.11 or later: in `programs`, a new folder, `python3` is one, whatever
 * the machine calls so.
 */
export async function strangersEnvironment(programs: string): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', 'import sys; print(sys._base_executable)']);
  await mkdir(programs);
  await symlink(stdout.trim(), join(programs, 'python3'));
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return { ...Object.fromEntries(kept), PATH: `${programs}:${process.env['PATH'] ?? ''}` };
}

/** Runs commands in a folder and gives the lines that they print. A command that fails ends them, and is thrown. */
export async function runBlock(folder: string, block: string, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('sh', ['-e', '-c', block], { cwd: folder, env, maxBuffer: 2 ** 26 });
  return stdout.trimEnd().split('\n');
}
