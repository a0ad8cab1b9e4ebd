/** The listening socket, from its opening to a stop that loses nothing. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A slow sender must not hold a connection for ever. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };

/** More connections than this would be descriptors and memory for nobody: the queue is shorter. */
const MOST_CONNECTIONS = 1024;

/** After the stop begins, connections that are kept alive may still bring a request that was on its way, so long. */
const LINGER_MS = 500;

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown} app
 * @param {{host: string, port: number}} place port 0: any that is free
 * @returns {Promise<{port: number, stop: (limitMs: number) => Promise<number>}>} `stop` ends when every request that has
 *   come is answered, and says how many were not because `limitMs` had passed
 */
export async function listen(app, { host, port }) {
  // The check of the time-outs runs this often; Node's own 30 seconds would make each of them that much longer.
  const server = createServer({ ...TIMEOUTS, connectionsCheckingInterval: 1000 }, app);
  server.maxConnections = MOST_CONNECTIONS;
  const inFlight = countRequests(server);
  server.listen(port, host);
  await once(server, 'listening');
  return { port: server.address().port, stop: (limitMs) => stop(server, inFlight, limitMs) };
}

/** Socket to the number of its requests that are not answered yet. */
function countRequests(server) {
  const inFlight = new Map();
  server.on('connection', (socket) => {
    inFlight.set(socket, 0);
    socket.once('close', () => inFlight.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    const count = (change) => inFlight.has(socket) && inFlight.set(socket, inFlight.get(socket) + change);
    count(1);
    response.once('close', () => count(-1));
  });
  return inFlight;
}

/**
 * The close of `node:http` ends idle connections at once, and a request that is on its way to one of them is lost. So
 * only the listening socket is closed first.
 */
async function stop(server, inFlight, limitMs) {
  const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  const limit = new AbortController();
  const late = pause(limitMs, true, { signal: limit.signal }).catch(() => false);
  await Promise.race([closed, pause(Math.min(LINGER_MS, limitMs), null, { ref: false })]);
  for (const [socket, requests] of inFlight) if (requests === 0) socket.destroy();
  const tooLate = (await Promise.race([closed, late])) === true;
  limit.abort();
  const lost = tooLate ? [...inFlight.values()].reduce((sum, requests) => sum + requests, 0) : 0;
  server.closeAllConnections();
  return lost;
}
