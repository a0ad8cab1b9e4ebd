import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleServer, SERVER, serveBundle } from '../../support/bundle-server.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { run } from '../predict/run-script.ts';

let folder: string;
const servers: BundleServer[] = [];
beforeAll(async () => {
  folder = join(await tinyModels(), 'text');
}, 300_000);
afterAll(() => Promise.all(servers.map(({ stop }) => stop())));

const serve = async (...flags: string[]): Promise<BundleServer> => {
  const server = await serveBundle(folder, ['--sessions', '1', ...flags]);
  servers.push(server);
  return server;
};

/** As many as fill a queue for a while. */
const body = { inputs: Array.from({ length: 20 }, (_, day) => `${day + 1} May 2021`) };

describe('a stop', () => {
  it('answers what was accepted, refuses connections, and ends with 0', async () => {
    const server = await serve();
    const asked = Array.from({ length: 8 }, () => server.post('/predict', body));
    await waitUntil(server, (waiting) => waiting > 100);
    server.child.kill('SIGTERM');
    const responses = await Promise.all(asked);
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    const lengths = await Promise.all(responses.map(async (response) => Object(await response.json()).answers.length));
    expect(lengths).toEqual(Array.from({ length: 8 }, () => 20));
    expect(await server.ended).toEqual({ code: 0, stderr: '' });
    await expect(server.post('/predict', body)).rejects.toThrow('fetch failed');
  });

  it('answers a request that comes late on a connection kept alive, and says 503 at /health', async () => {
    const server = await serve();
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    const heard: string[] = [];
    socket.setEncoding('utf8').on('data', (chunk: string) => heard.push(chunk));
    const ask = 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n';
    socket.write(ask);
    await once(socket, 'data');
    const refused = unreachable(server);
    server.child.kill('SIGTERM');
    await refused;
    socket.write(ask);
    await once(socket, 'close');
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 200 OK[^]*"ok"[^]*HTTP\/1\.1 503 [^]*connection: close[^]*"stopping"/i);
    expect((await server.ended).code).toBe(0);
  });

  it('ends idle connections, and does not wait for them', async () => {
    const server = await serve();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    expect((await server.stop()).code).toBe(0);
    await closed;
  });

  it('says with exit code 1 that requests were left unanswered when its time was up', async () => {
    const server = await serve('--stop-seconds', '0');
    const asked = [server.post('/predict', body), server.post('/predict', body)];
    const settled = Promise.allSettled(asked);
    await waitUntil(server, (waiting) => waiting > 20);
    expect(await server.stop()).toEqual({ code: 1, stderr: 'server.mjs: 2 requests were not answered in time\n' });
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is cut short by a second Ctrl-C', async () => {
    const server = await serve();
    const settled = Promise.allSettled(Array.from({ length: 8 }, () => server.post('/predict', body)));
    await waitUntil(server, (waiting) => waiting > 100);
    const refused = unreachable(server);
    server.child.kill('SIGINT');
    await refused;
    server.child.kill('SIGINT');
    expect(await server.ended).toEqual({ code: null, stderr: '' });
    expect(server.child.signalCode).toBe('SIGINT');
    expect((await settled).map(({ status }) => status)).toContain('rejected');
  });

  it('comes when the process that started it has gone', async () => {
    const server = await serve();
    server.child.disconnect();
    expect(await server.ended).toEqual({ code: 0, stderr: '' });
  });
});

describe('while it runs', () => {
  it('leaves out what nobody waits for any more', async () => {
    const server = await serve();
    const gone = new AbortController();
    const asked = fetch(`${server.url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: Array.from({ length: 64 }, () => '3 May 2021') }),
      signal: gone.signal,
    });
    await waitUntil(server, (waiting) => waiting > 30);
    gone.abort();
    await expect(asked).rejects.toThrow('aborted');
    await waitUntil(server, (waiting) => waiting === 0);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('p2m_requests_total{route="/predict",status="499"} 1');
  });
});

describe('the command line of the server refuses in one line with exit code 2', () => {
  it.each([
    ['a port that is none', ['--port', '70000'], '--port is a whole number from 0 to 65535'],
    ['no sessions', ['--sessions', '0'], '--sessions is a whole number from 1 to 256'],
    ['other weights', ['--file', 'int4'], '--file is int8 or fp32'],
    ['another way with long inputs', ['--long', 'leave'], '--long is cut or refuse'],
  ])('%s', async (_, flags, message) => {
    const said = await run([process.execPath, SERVER], ['--bundle', folder, ...flags]);
    expect(said).toEqual({ code: 2, stdout: '', stderr: `server.mjs: ${message}\n` });
  });

  it('an option that it does not know, a folder that is no bundle, a port that is taken', async () => {
    const unknown = await run([process.execPath, SERVER], ['--prot', '1']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/^server\.mjs: .*--prot.*--help shows/)]);
    const nowhere = await run([process.execPath, SERVER], ['--bundle', join(folder, 'onnx'), '--sessions', '2']);
    expect([nowhere.code, nowhere.stderr]).toEqual([
      2,
      expect.stringMatching(/^server\.mjs: cannot read .*task\.json.*\n$/),
    ]);
    const server = await serve();
    const { port } = new URL(server.url);
    const taken = await run([process.execPath, SERVER], ['--bundle', folder, '--port', port, '--sessions', '1']);
    expect([taken.code, taken.stderr]).toEqual([
      2,
      expect.stringMatching(/^server\.mjs: cannot listen on .*EADDRINUSE/),
    ]);
  });

  it('a key that is empty', async () => {
    await expect(serveBundle(folder, [], { env: { P2M_SERVER_KEY: '' } })).rejects.toThrow('P2M_SERVER_KEY is empty');
  });

  it('and shows its options when asked', async () => {
    const help = await run([process.execPath, SERVER], ['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/^Usage: node server\/server\.mjs/);
  });
});

/** Looks at /metrics until as many inputs wait. */
async function waitUntil(server: BundleServer, enough: (waiting: number) => boolean): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const waiting = /^p2m_inputs_waiting (\d+)$/m.exec(metrics)?.[1];
    if (enough(Number(waiting))) return;
  }
}

/** Settles when nobody listens there any more. */
async function unreachable(server: BundleServer): Promise<void> {
  for (;;) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!reached) return;
  }
}
