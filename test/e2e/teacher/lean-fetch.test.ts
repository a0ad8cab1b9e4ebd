import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createLeanFetch, type LeanFetch } from '../../../lib/teacher/lean-fetch.ts';

let server: Server;
let lean: LeanFetch;

afterEach(() => {
  lean.close();
  server.closeAllConnections();
  server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  lean = createLeanFetch();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}/path?q=1`;
}

it('sends method, headers and bytes, and gives status, headers and text', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(418, { 'x-two': ['a', 'b'], 'content-type': 'application/json' });
      response.end(
        JSON.stringify([request.method, request.url, request.headers['x-one'], Buffer.concat(chunks).toString()]),
      );
    });
  });
  const response = await lean.fetch(url, { method: 'POST', headers: { 'x-one': '1' }, body: '日本' });
  expect([response.status, response.ok, response.headers.get('x-two'), response.url]).toEqual([
    418,
    false,
    'a, b',
    url,
  ]);
  expect(await response.clone().json()).toEqual(['POST', '/path?q=1', '1', '日本']);
  expect(await response.text()).toBe('["POST","/path?q=1","1","日本"]');
  await expect(response.text()).rejects.toThrow('read already');
});

it('does not follow a redirect, which would carry the key along', async () => {
  const url = await serve((_, response) => {
    response.writeHead(307, { location: 'http://elsewhere.example/' });
    response.end();
  });
  expect((await lean.fetch(url)).status).toBe(307);
});

it('rejects with the reason of its signal, before the answer and within it', async () => {
  const abort = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => abort.abort(new Error('enough')));
  });
  await expect(lean.fetch(url, { signal: abort.signal })).rejects.toThrow('enough');
  await expect(lean.fetch(url, { signal: abort.signal })).rejects.toThrow('enough');
});

it('rejects an answer that ends early', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  await expect(lean.fetch(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('uses a connection again', async () => {
  let connections = 0;
  const url = await serve((_, response) => response.end('{}'));
  server.on('connection', () => {
    connections += 1;
  });
  for (let call = 0; call < 3; call += 1) await lean.fetch(url);
  expect(connections).toBe(1);
});
