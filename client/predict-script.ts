import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailure } from './command-failure.ts';
import { PROJECT_FOLDER } from './project-folder.ts';

/**
 * The bundle's script, where it finds this project's packages: a bundle may lie anywhere, and Node looks for packages
 * beside the script.
 * @throws CommandFailure `bundle-unusable`
 */
export async function predictScript(bundle: string, shown: string): Promise<string> {
  const source = await readBundleFile(bundle, 'predict.mjs', shown);
  const folder = join(PROJECT_FOLDER, '.p2m', 'predict');
  await mkdir(folder, { recursive: true });
  const script = join(folder, `${createHash('sha256').update(source).digest('hex').slice(0, 16)}.mjs`);
  // Renamed when whole: another prediction may be reading it.
  const unfinished = `${script}.${process.pid}`;
  await writeFile(unfinished, source);
  await rename(unfinished, script);
  return script;
}

/** A text file of a bundle. @throws CommandFailure `bundle-unusable` */
export async function readBundleFile(bundle: string, name: string, shown: string): Promise<string> {
  try {
    return await readFile(join(bundle, name), 'utf8');
  } catch (cause) {
    const message = `${shown} is no bundle: it holds no readable ${name}. A build or \`npm run p2m -- fetch\` brings one.`;
    throw new CommandFailure('bundle-unusable', message, { cause });
  }
}
