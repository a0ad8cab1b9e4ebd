import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { LocalStackError } from './local-stack-error.ts';

/** How far above the preferred port is looked before the system is asked for any. */
const TRIES = 50;

/** `preferred` or the next free port above it on the loopback; any free port where none is preferred. */
export async function freePort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined) {
    for (let port = preferred; port < preferred + TRIES; port++) {
      if (await isFree(port)) return port;
    }
  }
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const outcome = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return outcome;
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new LocalStackError('a listening socket has no port');
  return address;
}
