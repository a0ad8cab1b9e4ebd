import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { sendFile } from './send-file.ts';

export interface WritableRepo {
  isPrivate: boolean;
  sha: string;
  files: Map<string, { readonly bytes: Buffer; readonly kind: 'regular' | 'lfs' }>;
  readonly commits: string[];
}

/** Status to refuse a request with; undefined: it is answered. */
export type Refuse = (method: string, path: string) => number | undefined;

/** What files are kept beside git: more than the Hub's own rule would be slow to send in a test. */
const LARGE = /\.(?:onnx|safetensors)$/;
const Create = z.object({ name: z.string(), organization: z.string(), visibility: z.enum(['private', 'public']) });
const Preupload = z.object({ files: z.array(z.object({ path: z.string(), size: z.int(), sample: z.string() })) });
const Batch = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.int() })) });
const Line = z.discriminatedUnion('key', [
  z.object({ key: z.literal('header'), value: z.object({ summary: z.string(), parentCommit: z.string().optional() }) }),
  z.object({ key: z.literal('file'), value: z.object({ path: z.string(), content: z.string() }) }),
  z.object({ key: z.literal('lfsFile'), value: z.object({ path: z.string(), oid: z.string(), size: z.int() }) }),
  z.object({ key: z.literal('deletedFile'), value: z.object({ path: z.string() }) }),
]);

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly send: (status: number, body: unknown) => void;
}

/**
 * A server that speaks the part of the Hub's protocol that publishing a model needs: info, creation, tree, files,
 * preupload, LFS batch and upload, commits with a parent. `token` may write; every other one is refused with 401.
 */
export async function startWritableHub(token: string, refuse: Refuse = () => undefined) {
  const repos = new Map<string, WritableRepo>();
  const large = new Map<string, Buffer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const ask: Ask = {
      method: request.method ?? 'GET',
      path: decodeURIComponent(pathname),
      request,
      response,
      send: (status, body) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    };
    asked.push(`${ask.method} ${ask.path}`);
    const status = refuse(ask.method, ask.path);
    const isUpload = ask.path.startsWith('/lfs/');
    if (status !== undefined) ask.send(status, { error: `refused with ${status}` });
    else if (!isUpload && request.headers.authorization !== `Bearer ${token}`)
      ask.send(401, { error: 'Invalid credentials in Authorization header' });
    else void answer({ repos, large }, ask, String(request.headers.host));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { endpoint: `http://127.0.0.1:${port}`, repos, asked, stop };
}

interface Kept {
  readonly repos: Map<string, WritableRepo>;
  /** By SHA-256: uploaded, committed or not. */
  readonly large: Map<string, Buffer>;
}

async function answer(kept: Kept, ask: Ask, host: string): Promise<void> {
  const { method, path, request, send } = ask;
  const body = await buffer(request);
  if (path === '/api/repos/create') return create(kept, Create.parse(JSON.parse(body.toString())), ask);
  const upload = /^\/lfs\/([0-9a-f]{64})$/.exec(path)?.[1];
  if (upload !== undefined) {
    kept.large.set(upload, body);
    return send(200, {});
  }
  const [, name = ''] = /^\/(?:api\/models\/)?([^/]+\/[^/]+?)(?:\.git)?(?:\/|$)/.exec(path) ?? [];
  const repo = kept.repos.get(name);
  if (repo === undefined) return send(404, { error: 'Repository not found' });
  if (path.includes('/revision/')) return send(200, { _id: '1', id: name, sha: repo.sha, private: repo.isPrivate });
  if (path.includes('/tree/')) return send(200, [...repo.files].map(entryOf));
  if (path.includes('/resolve/')) return resolveFile(repo, ask);
  if (path.includes('/preupload/')) {
    const { files } = Preupload.parse(JSON.parse(body.toString()));
    return send(200, {
      files: files.map((file) => ({ path: file.path, uploadMode: LARGE.test(file.path) ? 'lfs' : 'regular' })),
    });
  }
  if (path.endsWith('/info/lfs/objects/batch')) {
    const { objects } = Batch.parse(JSON.parse(body.toString()));
    const actions = (oid: string) =>
      kept.large.has(oid) ? {} : { actions: { upload: { href: `http://${host}/lfs/${oid}` } } };
    return send(200, { transfer: 'basic', objects: objects.map((one) => ({ ...one, ...actions(one.oid) })) });
  }
  if (method === 'POST' && path.includes('/commit/')) return commit(kept, repo, body.toString(), ask);
  return send(404, { error: 'Not found' });
}

function create({ repos }: Kept, { organization, name, visibility }: z.infer<typeof Create>, { send }: Ask): void {
  const id = `${organization}/${name}`;
  if (repos.has(id)) return send(409, { error: 'You already created this model repo' });
  const attributes = { bytes: Buffer.from('*.onnx filter=lfs\n'), kind: 'regular' as const };
  repos.set(id, {
    isPrivate: visibility === 'private',
    sha: shaOf('initial'),
    files: new Map([['.gitattributes', attributes]]),
    commits: [],
  });
  return send(200, { url: `http://hub/${id}`, id });
}

function entryOf([path, { bytes, kind }]: readonly [string, { readonly bytes: Buffer; readonly kind: string }]) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lfs = { lfs: { oid: sha256, size: bytes.length, pointerSize: 130 } };
  return { type: 'file', path, size: bytes.length, oid: gitOf(bytes), ...(kind === 'lfs' ? lfs : {}) };
}

function resolveFile(repo: WritableRepo, { path, request, response, send }: Ask): void {
  const file = repo.files.get(path.replace(/^.*\/resolve\/[^/]+\//, ''));
  if (file === undefined) return send(404, { error: 'Entry not found' });
  return sendFile(file.bytes, request.headers.range, response);
}

function commit({ large }: Kept, repo: WritableRepo, body: string, { send }: Ask): void {
  const lines = body.split('\n').map((line) => Line.parse(JSON.parse(line)));
  const header = lines.find((line) => line.key === 'header')?.value;
  if (header?.parentCommit !== undefined && header.parentCommit !== repo.sha)
    return send(412, { error: 'A commit has happened since. Please refresh and try again.' });
  const files = new Map(repo.files);
  for (const line of lines) {
    if (line.key === 'file') {
      files.set(line.value.path, { bytes: Buffer.from(line.value.content, 'base64'), kind: 'regular' });
    } else if (line.key === 'deletedFile') files.delete(line.value.path);
    else if (line.key === 'lfsFile') {
      const bytes = large.get(line.value.oid);
      if (bytes === undefined) return send(422, { error: `LFS object ${line.value.oid} does not exist` });
      files.set(line.value.path, { bytes, kind: 'lfs' });
    }
  }
  repo.files = files;
  repo.commits.push(header?.summary ?? '');
  repo.sha = shaOf(`${repo.sha} ${body}`);
  return send(200, { commitOid: repo.sha, commitUrl: `http://hub/commit/${repo.sha}`, hookOutput: '' });
}

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');

const gitOf = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
