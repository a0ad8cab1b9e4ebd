import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Hash of the trainer's sources and lock file: what else than its inputs decides which weights it makes. */
export async function trainerVersion(trainerFolder: string): Promise<string> {
  const entries = await readdir(trainerFolder, { recursive: true });
  const sources = entries.filter(
    (path) => (path.endsWith('.py') && !path.startsWith('tests')) || path === 'requirements.txt',
  );
  const hash = createHash('sha256');
  for (const path of sources.toSorted()) hash.update(`${path}\n`).update(await readFile(join(trainerFolder, path)));
  return hash.digest('hex').slice(0, 16);
}
