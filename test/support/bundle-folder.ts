import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GoldRow } from '../../contracts/example.ts';
import { DEMO_FILES } from '../../lib/bundle/demo-files.ts';
import { PREDICT_SCRIPTS } from '../../lib/bundle/predict-scripts.ts';
import { SERVER_FILES } from '../../lib/bundle/server-files.ts';

/** A new folder with all code of a bundle around the files of `model`; whoever asks for it removes it. */
export async function bundleFolder(model: string, examples: readonly GoldRow[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'p2m-bundle-'));
  await cp(model, folder, { recursive: true });
  for (const { path, file } of [...PREDICT_SCRIPTS, ...SERVER_FILES, ...DEMO_FILES]) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await cp(file, join(folder, path));
  }
  await writeFile(join(folder, 'demo/examples.json'), JSON.stringify(examples));
  return folder;
}
