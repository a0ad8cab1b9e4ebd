import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { z } from 'zod';

export interface SlowServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const Address = z.object({ port: z.int() });

/**
 * A port on the loopback that leads to another one, each piece of a request arriving `delayMs` late: work that takes
 * a few milliseconds beside its store takes as long as beside a far one, and can be met while it runs.
 */
export async function slowServer(target: { readonly port: number }, delayMs: number): Promise<SlowServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(target.port, '127.0.0.1');
    for (const one of [socket, onward]) {
      open.add(one);
      one.on('error', () => end()).on('close', () => open.delete(one));
    }
    const end = (): void => {
      socket.destroy();
      onward.destroy();
    };
    // Timers of the same length fire in the order in which they were set: pieces stay in order.
    socket.on('data', (piece) => setTimeout(() => onward.write(piece), delayMs));
    socket.on('end', () => setTimeout(() => onward.end(), delayMs));
    onward.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: Address.parse(server.address()).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
