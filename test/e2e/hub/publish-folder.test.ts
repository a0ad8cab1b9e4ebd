import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksums } from '../../../lib/bundle/checksums.ts';
import { publishFolder, type PublishOrder } from '../../../lib/hub/publish-folder.ts';
import { sha256Of } from '../../../lib/store/canonical-json.ts';
import { startWritableHub } from '../../support/writable-hub.ts';

const TOKEN = 'hf_rightrightright';
const CLOCK = { now: () => 0, wait: async () => undefined };
const FILES = {
  'README.md': '# A model',
  'onnx/model.onnx': 'fp32 weights',
  'onnx/model_quantized.onnx': 'int8 weights',
  'server/app.mjs': 'export {};',
};

let folder: string;
let hub: Awaited<ReturnType<typeof startWritableHub>>;
let refusal: { readonly path: RegExp; readonly status: number } | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publish-'));
  refusal = null;
  hub = await startWritableHub(TOKEN, (method, path) =>
    refusal?.path.test(`${method} ${path}`) === true ? refusal.status : undefined,
  );
});
afterEach(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

async function bundle(contents: Readonly<Record<string, string>>): Promise<PublishOrder['files']> {
  await rm(folder, { recursive: true });
  const hashed = Object.entries(contents).map(([path, text]) => ({
    path,
    bytes: text.length,
    sha256: sha256Of(text),
    text,
  }));
  const sums = checksums(hashed);
  const all = [...hashed, { path: 'SHA256SUMS', bytes: sums.length, sha256: sha256Of(sums), text: sums }];
  for (const { path, text } of all) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return all.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
}

const publish = async (
  contents: Readonly<Record<string, string>>,
  other: Partial<PublishOrder> = {},
  token = TOKEN,
) => {
  const files = await bundle(contents);
  const order = { repo: 'acme/triage', visibility: 'private' as const, folder, files, title: 'Version 1', ...other };
  return publishFolder({ endpoint: hub.endpoint, token, clock: CLOCK }, order, () => undefined);
};

const textsThere = () => {
  const files = [...(hub.repos.get('acme/triage')?.files ?? [])].filter(([path]) => path !== '.gitattributes');
  return Object.fromEntries(files.map(([path, { bytes }]) => [path, bytes.toString()]));
};
const uploads = () => hub.asked.filter((one) => one.startsWith('PUT /lfs/'));

describe('publishFolder', () => {
  it('makes a private repository and brings every file in one commit, large ones apart', async () => {
    const published = await publish(FILES);
    expect(published).toMatchObject({
      state: 'published',
      url: `${hub.endpoint}/acme/triage`,
      made: 'made',
      removed: [],
    });
    expect(textsThere()).toMatchObject(FILES);
    const repo = hub.repos.get('acme/triage');
    expect(repo?.isPrivate).toBe(true);
    expect(repo?.commits).toEqual(['Version 1']);
    expect(published.state === 'published' && published.commit).toBe(repo?.sha);
    expect(uploads()).toHaveLength(2);
  });

  it('makes a public one where that is asked for', async () => {
    await publish(FILES, { visibility: 'public' });
    expect(hub.repos.get('acme/triage')?.isPrivate).toBe(false);
  });

  it('sends nothing again that is the same there, and commits nothing', async () => {
    await publish(FILES);
    const before = hub.asked.length;
    expect(await publish(FILES)).toMatchObject({ state: 'published', made: 'there', sent: [], commit: null });
    expect(hub.asked.slice(before).filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  it('sends what changed, removes what the new bundle has not, and leaves what others put there', async () => {
    await publish(FILES);
    const repo = hub.repos.get('acme/triage');
    repo?.files.set('LICENSE', { bytes: Buffer.from('theirs'), kind: 'regular' });
    const { 'server/app.mjs': _gone, ...rest } = FILES;
    const second = await publish({ ...rest, 'README.md': '# Another', 'onnx/model.onnx': 'better weights' });
    expect(second).toMatchObject({
      sent: ['README.md', 'onnx/model.onnx', 'SHA256SUMS'],
      removed: ['server/app.mjs'],
    });
    expect(uploads()).toHaveLength(3);
    expect(Object.keys(textsThere()).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'SHA256SUMS',
      'onnx/model.onnx',
      'onnx/model_quantized.onnx',
    ]);
    expect(textsThere()['onnx/model.onnx']).toBe('better weights');
  });

  it('goes on after a break without sending large files twice', async () => {
    refusal = { path: /POST .*\/commit\//, status: 500 };
    await expect(publish(FILES)).rejects.toMatchObject({ kind: 'hub-unreachable' });
    expect(Object.keys(textsThere())).toEqual([]);
    refusal = null;
    await publish(FILES);
    expect(uploads()).toHaveLength(2);
    expect(textsThere()).toMatchObject(FILES);
  });

  it('does not bring a private bundle into a public repository', async () => {
    await publish(FILES, { visibility: 'public' });
    const refused = await publish({ 'README.md': 'secret' });
    expect(refused).toMatchObject({ state: 'refused' });
    expect(refused.state === 'refused' && refused.why).toContain('--public');
    expect(textsThere()['README.md']).toBe('# A model');
  });

  it('says key-refused of a wrong token and of one that may not write, and never says the token', async () => {
    const wrong = await failureOf(publish(FILES, {}, 'hf_wrongwrongwrong'));
    expect(wrong).toMatchObject({ kind: 'key-refused' });
    expect(wrong.message).toContain('HTTP 401');
    expect(wrong.message).not.toContain('hf_');
    refusal = { path: /POST \/api\/repos\/create/, status: 403 };
    expect(await failureOf(publish(FILES))).toMatchObject({ kind: 'key-refused' });
  });

  it('commits nothing over what somebody else committed meanwhile', async () => {
    await publish(FILES);
    const repo = hub.repos.get('acme/triage');
    // The commit comes after the look at what is there.
    refusal = { path: /POST .*\/preupload\//, status: 409 };
    expect(await publish({ ...FILES, 'README.md': '# Mine' })).toMatchObject({ state: 'refused' });
    refusal = { path: /POST .*\/commit\//, status: 412 };
    expect(await publish({ ...FILES, 'README.md': '# Mine' })).toMatchObject({ state: 'refused' });
    expect(repo?.commits).toEqual(['Version 1']);
    expect(textsThere()['README.md']).toBe('# A model');
  });

  it('says what the hub refuses for reasons of its own', async () => {
    refusal = { path: /POST .*\/commit\//, status: 422 };
    const refused = await publish(FILES);
    expect(refused.state === 'refused' && refused.why).toContain('HTTP 422');
  });

  it('says hub-unreachable where nobody listens', async () => {
    await hub.stop();
    await expect(publish(FILES)).rejects.toMatchObject({ kind: 'hub-unreachable' });
    hub = await startWritableHub(TOKEN);
  });
});

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new TypeError(String(error));
}
