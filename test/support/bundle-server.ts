import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

export const SERVER = join(import.meta.dirname, '../../lib/bundle/server/server.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

export interface BundleServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** Settles when the process is gone. */
  readonly ended: Promise<Ended>;
  /** As `docker stop` and Ctrl-C do it. */
  readonly stop: () => Promise<Ended>;
  /** POSTs JSON, or a text as it stands. */
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
}

export interface Serving {
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The server of a bundle, on any free port, listening when this resolves. */
export async function serveBundle(
  bundle: string,
  flags: readonly string[] = [],
  { script = SERVER, env = {} }: Serving = {},
): Promise<BundleServer> {
  const child = spawn(process.execPath, [script, '--bundle', bundle, '--port', '0', ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const ended = Promise.all([once(child, 'exit'), child.stderr === null ? '' : text(child.stderr)]).then(
    ([, stderr]) => ({
      code: child.exitCode,
      stderr,
    }),
  );
  const [message] = await Promise.race([once(child, 'message'), ended.then(refuse)]);
  const { url } = z.object({ url: z.string() }).parse(message);
  return {
    url,
    child,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

const refuse = ({ code, stderr }: Ended): never => {
  throw new Error(`the server ended with ${String(code)}: ${stderr}`);
};
