import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailure } from './command-failure.ts';
import { PROJECT_FOLDER } from './project-folder.ts';

/** The server program to run for a bundle, and whose it is. */
export interface ServeScript {
  readonly script: string;
  /** `project`: the bundle was made before bundles held a server. */
  readonly from: 'bundle' | 'project';
}

/**
 * The bundle's own server, where it finds this project's packages: a bundle may lie anywhere, and Node looks for
 * packages beside the script. Without one, the project's server, with the project's predict.mjs.
 * @throws CommandFailure `bundle-unusable`
 */
export async function serveScript(bundle: string, shown: string): Promise<ServeScript> {
  const names = await readdir(bundle).catch((cause: unknown) => {
    throw new CommandFailure('bundle-unusable', `${shown} is no folder that can be read.`, { cause });
  });
  if (!names.includes('task.json')) {
    const message = `${shown} is no bundle: it holds no task.json. A build or \`npm run p2m -- fetch\` brings one.`;
    throw new CommandFailure('bundle-unusable', message);
  }
  if (!names.includes('server')) {
    return { script: join(PROJECT_FOLDER, 'lib', 'bundle', 'server', 'server.mjs'), from: 'project' };
  }
  const folder = await placed(await sourcesOf(bundle));
  return { script: join(folder, 'server', 'server.mjs'), from: 'bundle' };
}

interface Source {
  readonly path: string;
  readonly text: string;
}

async function sourcesOf(bundle: string): Promise<readonly Source[]> {
  const names = (await readdir(join(bundle, 'server'))).filter((name) => name.endsWith('.mjs')).toSorted();
  const paths = ['predict.mjs', ...names.map((name) => `server/${name}`)];
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(bundle, path), 'utf8') })));
}

/** A folder named by what is in it, so that what lies there once is right for ever. */
async function placed(sources: readonly Source[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 16);
  const folder = join(PROJECT_FOLDER, '.p2m', 'serve', hash);
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  await mkdir(join(draft, 'server'));
  await Promise.all(sources.map(({ path, text }) => writeFile(join(draft, path), text)));
  // Renamed when whole; whoever is first wins.
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
