import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Folders whose code can be part of the workflow bundle. */
const SOURCES = ['workflows', 'contracts'];

/** Path of the bundled workflow code; bundling takes seconds, so the bundle is kept until a source or a package changes. */
export async function workflowCode(cacheFolder: string): Promise<{ readonly codePath: string }> {
  const codePath = join(cacheFolder, `workflow-bundle-${await sourceHash()}.js`);
  const cached = await readFile(codePath).catch(() => null);
  if (cached === null) {
    const { code } = await bundleWorkflowCode({ workflowsPath: join(ROOT, 'workflows', 'index.ts') });
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(`${codePath}.${process.pid}`, code);
    await rename(`${codePath}.${process.pid}`, codePath);
  }
  return { codePath };
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(ROOT, 'package-lock.json')));
  for (const folder of SOURCES) {
    for (const file of (await readdir(join(ROOT, folder))).toSorted()) {
      if (file.endsWith('.ts')) hash.update(`${folder}/${file}\n`).update(await readFile(join(ROOT, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
