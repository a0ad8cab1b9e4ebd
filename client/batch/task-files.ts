import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandFailure } from '../command-failure.ts';

/**
 * The task files that words name, as paths from `cwd`, each once: a file is itself; a folder is its `.yaml` and `.yml`
 * files, and the `task.yaml` of each folder in it, in the order of their names.
 * @throws CommandFailure `usage` where a word names nothing, or a folder holds no task
 */
export async function taskFiles(words: readonly string[], cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const word of words) {
    const found = await stat(resolve(cwd, word)).catch(() => null);
    if (found === null) throw new CommandFailure('usage', `${word}: there is no such file or folder.`);
    files.push(...(found.isDirectory() ? await filesIn(word, cwd) : [word]));
  }
  const seen = new Set<string>();
  return files.filter((file) => {
    const path = resolve(cwd, file);
    return !seen.has(path) && seen.add(path);
  });
}

async function filesIn(folder: string, cwd: string): Promise<readonly string[]> {
  const entries = (await readdir(resolve(cwd, folder), { withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const files = await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isDirectory()) return /\.ya?ml$/i.test(entry.name) ? [join(folder, entry.name)] : [];
      const task = join(folder, entry.name, 'task.yaml');
      return (await stat(resolve(cwd, task)).catch(() => null)) === null ? [] : [task];
    }),
  );
  if (files.flat().length > 0) return files.flat();
  throw new CommandFailure('usage', `${folder} holds no task: neither a .yaml file nor a folder with a task.yaml.`);
}
