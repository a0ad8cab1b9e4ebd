import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { cacheDir, onPath, root } from '../../infra/setup/places.mjs';

const PACKAGE = join(root, 'node_modules/@sparticuz/chromium');

/** Names under which a person may have installed one. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

interface Installed {
  readonly executablePath: string;
  /** Folder of the libraries that it brings along. */
  readonly libraries?: string;
}

/** A headless Chromium: the one that comes as an npm package for Linux on x64, else one on this machine. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, libraries } = await installed();
  return chromium.launch({
    executablePath,
    // The tests open pages of their own servers only; a sandbox needs rights that containers lack.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    env: { ...process.env, ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
}

async function installed(): Promise<Installed> {
  if (process.platform === 'linux' && process.arch === 'x64') return unpacked();
  const found = [...NAMES.flatMap((name) => onPath(name)), MAC].find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(
      `no browser for the tests of the demo: install Chromium so that one of ${NAMES.join(', ')} is on PATH`,
    );
  return { executablePath: found };
}

/** The package holds the browser compressed. Unpacked once, into the cache that all checkouts share. */
async function unpacked(): Promise<Installed> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  const home = join(cacheDir(), `chromium-${version}`);
  if (!existsSync(home)) {
    await mkdir(cacheDir(), { recursive: true });
    const draft = await mkdtemp(`${home}-`);
    await unpack(draft);
    await rename(draft, home).catch(async (error: unknown) => {
      // Two test files may unpack at once: whoever is first wins.
      if (!existsSync(home)) throw error;
      await rm(draft, { recursive: true });
    });
  }
  return { executablePath: join(home, 'chromium'), libraries: join(home, 'lib') };
}

async function unpack(folder: string): Promise<void> {
  await writeFile(join(folder, 'chromium'), await part('chromium.br'));
  await chmod(join(folder, 'chromium'), 0o755);
  await writeFile(join(folder, 'libraries.tar'), await part('al2023.tar.br'));
  await promisify(execFile)('tar', ['-xf', 'libraries.tar'], { cwd: folder });
  await rm(join(folder, 'libraries.tar'));
}

const part = async (name: string): Promise<Buffer> =>
  promisify(brotliDecompress)(await readFile(join(PACKAGE, 'bin', name)));
