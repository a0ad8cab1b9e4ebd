import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { StageFailure } from '../../contracts/failure.ts';
import { type Architecture, architectureOf } from './architecture.ts';
import { MODEL_FILES, type ModelHub } from './model-hub.ts';

/** Models in folders of this machine; names that are no folder are asked of `otherwise`. */
export function createFolderModels(otherwise: ModelHub): ModelHub {
  return {
    findModel: async (name) => {
      const found = await stat(name).catch(() => null);
      if (found === null || !found.isDirectory()) return otherwise.findModel(name);
      const files = await modelFiles(name);
      if (!files.some((path) => path.endsWith('.safetensors'))) {
        throw new StageFailure(
          'base-model-unusable',
          `The folder ${name} holds no safetensors weights, and no other format is loaded. Name another base model.`,
        );
      }
      return {
        name,
        identity: `folder:${await hashFiles(name, files)}`,
        family: await familyOf(name),
        license: null,
        fetch: async (folder) => {
          for (const path of files) await cp(join(name, path), join(folder, path), { recursive: true });
        },
      };
    },
  };
}

/** Null without a configuration too: loading it will say what is wrong. */
async function familyOf(folder: string): Promise<Architecture> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => 'null');
  return architectureOf(JSON.parse(text));
}

async function modelFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => MODEL_FILES.test(path))
    .toSorted();
}

async function hashFiles(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of files) {
    hash.update(`${path}\n`);
    for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk);
  }
  return hash.digest('hex');
}
