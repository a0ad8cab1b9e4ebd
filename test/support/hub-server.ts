import { createServer, type ServerResponse } from 'node:http';

interface HubModel {
  readonly sha: string;
  readonly files: Readonly<Record<string, string>>;
  readonly license?: string;
  /** Token without which every request is refused. */
  readonly token?: string;
}

/** A server that speaks the part of the Hub's protocol that fetching a model needs: revision, tree in pages of two, resolve. */
export async function startHubServer(models: Readonly<Record<string, HubModel>>): Promise<{
  readonly endpoint: string;
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(`${request.method} ${url.pathname}`);
    const path = decodeURIComponent(url.pathname);
    const name = Object.keys(models).find(
      (repo) => path.startsWith(`/api/models/${repo}/`) || path.startsWith(`/${repo}/`),
    );
    const model = name === undefined ? undefined : models[name];
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    if (model === undefined || name === undefined) return send(404, { error: 'Repository not found' });
    if (model.token !== undefined && request.headers.authorization !== `Bearer ${model.token}`) {
      return send(403, { error: 'Access to this model is restricted' });
    }
    if (path.startsWith(`/api/models/${name}/revision/`)) {
      return send(200, {
        _id: '1',
        id: name,
        sha: model.sha,
        private: false,
        gated: false,
        downloads: 1,
        likes: 0,
        lastModified: '2026-01-01T00:00:00.000Z',
        cardData: model.license === undefined ? {} : { license: model.license },
      });
    }
    if (path.startsWith(`/api/models/${name}/tree/${model.sha}`)) return sendTree(model, url, send);
    const file = model.files[path.slice(`/${name}/resolve/${model.sha}/`.length)];
    if (file === undefined) return send(404, { error: 'Entry not found' });
    return sendFile(Buffer.from(file), request.headers.range, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function sendTree(
  model: HubModel,
  url: URL,
  send: (status: number, body: unknown, headers?: Record<string, string>) => void,
): void {
  const paths = Object.keys(model.files);
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const page = paths.slice(from, from + 2);
  const next = new URL(url);
  next.searchParams.set('cursor', String(from + 2));
  const link = from + 2 < paths.length ? { link: `<${next.href}>; rel="next"` } : {};
  send(
    200,
    page.map((path) => ({ type: 'file', path, size: Buffer.byteLength(model.files[path] ?? ''), oid: '0' })),
    link,
  );
}

/** The bytes that a `Range` header asks for, or all. */
function sendFile(file: Buffer, range: string | undefined, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { 'content-length': file.length, etag: '"1"' }).end(file);
    return;
  }
  const last = Math.min(to === undefined || to === '' ? file.length - 1 : Number(to), file.length - 1);
  const part = file.subarray(Number(from), last + 1);
  const headers = {
    'content-length': part.length,
    'content-range': `bytes ${from}-${last}/${file.length}`,
    etag: '"1"',
  };
  response.writeHead(206, headers).end(part);
}
