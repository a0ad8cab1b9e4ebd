import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { fine, problem, type Finding } from './check.ts';

const run = promisify(execFile);

/** The oldest Node that is supported. */
const NODE = [20, 19] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isRecent = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  return isRecent
    ? fine('Node', version)
    : problem('Node', `${version} is too old`, `install Node ${NODE.join('.')} or newer`);
}

/** Packages that the trainer imports; looking for them is quick, importing them takes seconds. */
const PACKAGES = ['torch', 'transformers', 'optimum', 'onnxruntime', 'sklearn'];
const SCRIPT = `import importlib.util, platform
missing = [name for name in ${JSON.stringify(PACKAGES)} if importlib.util.find_spec(name) is None]
print(platform.python_version(), *missing)`;

export async function checkPython(python: string): Promise<Finding> {
  const mend = 'npm run setup, or set P2M_PYTHON';
  try {
    const { stdout } = await run(python, ['-c', SCRIPT], { timeout: 20_000 });
    const [version = '', ...missing] = stdout.trim().split(' ');
    return missing.length === 0
      ? fine('Python', `${version} at ${python}`)
      : problem('Python', `${version} at ${python} lacks ${missing.join(', ')}`, mend);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return problem('Python', `${python} does not run: ${error.message.split('\n')[0] ?? ''}`, mend);
  }
}

export async function checkJournal(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return fine('journal', `${folder} can be written`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return problem('journal', `${folder}: ${error.message}`, 'make the folder writable, or set P2M_JOURNAL_DIR');
  }
}
