import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { z } from 'zod';
import type { GoldRow } from '../../contracts/example.ts';
import { DEMO_FILES } from '../../lib/bundle/demo-files.ts';
import { PREDICT_SCRIPTS } from '../../lib/bundle/predict-scripts.ts';

const CODE = new Map([...PREDICT_SCRIPTS, ...DEMO_FILES].map(({ path, file }) => [path, file]));

/** All that an old web server knows: scripts called `.mjs` and WebAssembly are bytes to it. */
const TYPES = new Map([
  ['.html', 'text/html'],
  ['.css', 'text/css'],
  ['.js', 'text/javascript'],
]);

export interface Hosted {
  /** Folder of the model's own files. */
  readonly model: string;
  readonly examples?: readonly GoldRow[];
  /** Paths in the bundle that are not there, or hold something else. */
  readonly instead?: Readonly<Record<string, string | null>>;
}

export interface PageServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Bundles by name, each under `/<name>/`, on the loopback; with no header but the type of the few files that it knows. */
export async function hostBundles(bundles: Readonly<Record<string, Hosted>>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const [, name = '', ...rest] = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname).split('/');
    const path = rest.join('/').replace(/\/$/, '/index.html');
    contentOf(bundles[name], path).then(
      (content) => {
        const type = TYPES.get(extname(path)) ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-length': content.length }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function contentOf(bundle: Hosted | undefined, path: string): Promise<Buffer> {
  if (bundle === undefined) throw new Error('no such bundle');
  const instead = bundle.instead?.[path];
  if (instead === null) throw new Error('taken away');
  if (instead !== undefined) return Buffer.from(instead);
  if (path === 'demo/examples.json') return Buffer.from(JSON.stringify(bundle.examples ?? []));
  return readFile(CODE.get(path) ?? join(bundle.model, path));
}
