import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { sendFile } from './send-file.ts';

export interface HubRepo {
  readonly sha: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly license?: string;
  readonly language?: string;
  readonly description?: string;
  readonly downloads?: number;
  readonly parameters?: number;
  readonly modelType?: string;
  readonly tags?: readonly string[];
  /** Token without which every request is refused. */
  readonly token?: string;
  /** Shown to everybody; its files are given to holders of this token only. */
  readonly gatedFor?: string;
  /** Files at `refs/convert/parquet`, below a commit of its own. */
  readonly converted?: { readonly sha: string; readonly files: Readonly<Record<string, Uint8Array>> };
}

type Repos = Readonly<Record<string, HubRepo>>;

interface Trouble {
  /** Requests to refuse with 429 before the first is answered. */
  readonly busy?: number;
  readonly retryAfter?: string;
  /** Where the next page of every listing is, instead of here. */
  readonly pagesAt?: string;
}

type Send = (status: number, body: unknown, headers?: Record<string, string>) => void;

interface Ask {
  readonly url: URL;
  readonly path: string;
  readonly token: string | undefined;
  readonly send: Send;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * A server that speaks the part of the Hub's protocol that finding and fetching models and datasets needs: listings with
 * search and pages of two by `Link`, info, tree, files in parts, closed and gated repositories, 429.
 */
export async function startHubServer(
  models: Repos,
  datasets: Repos = {},
  trouble: Trouble = {},
): Promise<{
  readonly endpoint: string;
  readonly asked: readonly string[];
  readonly tokens: readonly (string | undefined)[];
  readonly stop: () => Promise<void>;
}> {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  let busy = trouble.busy ?? 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(`${request.method} ${url.pathname}`);
    const token = request.headers.authorization?.replace('Bearer ', '');
    tokens.push(token);
    const send: Send = (status, body, headers = {}) =>
      void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    if (busy > 0) {
      busy -= 1;
      send(429, { error: 'Too many requests' }, { 'retry-after': trouble.retryAfter ?? '1' });
      return;
    }
    const ask = { url, path: decodeURIComponent(url.pathname), token, send, request, response };
    const listing = /^\/api\/(models|datasets)$/.exec(ask.path)?.[1];
    if (listing !== undefined) sendListing(listing === 'models' ? models : datasets, ask, trouble);
    else if (/^\/(?:api\/)?datasets\//.test(ask.path)) sendRepo('datasets', datasets, ask);
    else sendRepo('models', models, ask);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { endpoint: `http://127.0.0.1:${port}`, asked, tokens, stop };
}

function sendListing(repos: Repos, { url, send }: Ask, { pagesAt }: Trouble): void {
  const words = url.searchParams.get('search')?.toLowerCase() ?? '';
  const wanted = url.searchParams.getAll('filter');
  const names = Object.keys(repos)
    .filter((name) => name.toLowerCase().includes(words))
    .filter((name) => wanted.every((tag) => repos[name]?.tags?.includes(tag)))
    .toSorted((one, other) => (repos[other]?.downloads ?? 0) - (repos[one]?.downloads ?? 0));
  sendPage(names, { url, send }, (name) => infoOf(name, repos[name]), pagesAt);
}

function sendPage(
  names: readonly string[],
  { url, send }: Pick<Ask, 'url' | 'send'>,
  show: (name: string) => unknown,
  elsewhere?: string,
): void {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const next = new URL(`${url.pathname}${url.search}`, elsewhere ?? url.origin);
  next.searchParams.set('cursor', String(from + 2));
  const link = from + 2 < names.length ? { link: `<${next.href}>; rel="next"` } : {};
  send(200, names.slice(from, from + 2).map(show), link);
}

function sendRepo(kind: 'models' | 'datasets', repos: Repos, ask: Ask): void {
  const { path, token, send, url, request, response } = ask;
  const files = kind === 'datasets' ? '/datasets/' : '/';
  const name = Object.keys(repos).find(
    (one) => path.startsWith(`/api/${kind}/${one}/`) || path.startsWith(`${files}${one}/`),
  );
  const repo = name === undefined ? undefined : repos[name];
  if (name === undefined || repo === undefined) return send(404, { error: 'Repository not found' });
  if (repo.token !== undefined && token !== repo.token) return send(403, { error: 'Access is restricted' });
  const api = `/api/${kind}/${name}`;
  if (path === `${api}/revision/refs/convert/parquet`) {
    if (repo.converted === undefined) return send(404, { error: 'Revision not found' });
    return send(200, { ...infoOf(name, repo), sha: repo.converted.sha });
  }
  if (path.startsWith(`${api}/revision/`)) return send(200, infoOf(name, repo));
  const at = [repo, repo.converted].find((one) => one !== undefined && path.includes(`/${one.sha}`));
  if (at === undefined) return send(404, { error: 'Revision not found' });
  if (path.startsWith(`${api}/tree/${at.sha}`)) {
    const entry = (file: string) => ({ type: 'file', path: file, size: bytesOf(at.files[file]).length, oid: '0' });
    return sendPage(Object.keys(at.files), { url, send }, entry);
  }
  if (repo.gatedFor !== undefined && token !== repo.gatedFor)
    return send(403, { error: 'Access to this dataset is gated' }, { 'x-error-code': 'GatedRepo' });
  const file = at.files[path.slice(`${files}${name}/resolve/${at.sha}/`.length)];
  if (file === undefined) return send(404, { error: 'Entry not found' }, { 'x-error-code': 'EntryNotFound' });
  return sendFile(bytesOf(file), request.headers.range, response);
}

const infoOf = (name: string, repo: HubRepo | undefined) => ({
  _id: '1',
  id: name,
  sha: repo?.sha,
  private: false,
  gated: repo?.gatedFor === undefined ? false : 'manual',
  downloads: repo?.downloads ?? 1,
  likes: 0,
  lastModified: '2026-01-01T00:00:00.000Z',
  description: repo?.description,
  siblings: Object.keys(repo?.files ?? {}).map((file) => ({ rfilename: file })),
  cardData: {
    ...(repo?.license === undefined ? {} : { license: repo.license }),
    ...(repo?.language === undefined ? {} : { language: repo.language }),
  },
  ...(repo?.parameters === undefined ? {} : { safetensors: { total: repo.parameters } }),
  ...(repo?.modelType === undefined ? {} : { config: { model_type: repo.modelType } }),
});

const bytesOf = (file: string | Uint8Array | undefined): Buffer => Buffer.from(file ?? '');
