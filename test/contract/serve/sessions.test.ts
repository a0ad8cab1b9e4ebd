import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVER_FILES } from '../../../lib/bundle/server-files.ts';
import { type BundleServer, serveBundle } from '../../support/bundle-server.ts';

/**
 * In the place of predict.mjs: a model that repeats its input, and fails, crashes or takes long where that is the
 * input. It cannot be loaded while the file `broken` lies beside it, crashes once the file `go` does, and goes on once
 * the file `released` does.
 */
const PREDICT = `
  import { existsSync } from 'node:fs';
  import { join } from 'node:path';
  export const INSTALL = 'npm install nothing';
  export class PredictError extends Error {}
  export async function loadPredictor({ folder }) {
    if (existsSync(join(folder, 'broken'))) throw new PredictError('it is broken');
    const task = { name: 'echo', fields: null, labels: null, constraints: {}, instruction: '', maxInputTokens: 9, ships: 'fp32' };
    const predict = async (input) => {
      while (input === 'crash' && !existsSync(join(folder, 'go'))) await new Promise(setImmediate);
      if (input === 'crash') process.exit(3);
      if (input === 'fail') throw new Error('of no use to a client');
      if (input === 'odd') throw new PredictError('this one is odd');
      while (input === 'hold' && !existsSync(join(folder, 'released'))) await new Promise(setImmediate);
      return { output: input, scores: null, ms: 2500, inputTokens: 1, outputTokens: 1, cut: false, ended: true };
    };
    return { task, predict };
  }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'p2m-sessions-'));
  await mkdir(join(folder, 'server'));
  await Promise.all(SERVER_FILES.map(({ path, file }) => cp(file, join(folder, path))));
  await writeFile(join(folder, 'predict.mjs'), PREDICT);
});
afterAll(() => rm(folder, { recursive: true }));

const serve = (...flags: string[]): Promise<BundleServer> =>
  serveBundle(folder, flags, { script: join(folder, 'server', 'server.mjs') });

const ask = async (server: BundleServer, input: string) => {
  const response = await server.post('/predict', { input });
  return [response.status, await response.json()];
};

const health = async (server: BundleServer): Promise<unknown> => (await fetch(`${server.url}/health`)).json();

describe('sessions', () => {
  it('fail for the one who asked, who is not told how', async () => {
    const server = await serve('--sessions', '1');
    expect(await ask(server, 'fail')).toMatchObject([500, { error: { type: 'server_error' } }]);
    expect(await ask(server, 'odd')).toMatchObject([400, { error: { message: 'This one is odd.' } }]);
    expect(await ask(server, 'a')).toMatchObject([200, { output: 'a' }]);
    const { code, stderr } = await server.stop();
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Error: of no use to a client\n/)]);
    expect(stderr).not.toContain('odd');
  });

  it('that crash are replaced, and what waits behind the crash is answered', async () => {
    const server = await serve('--sessions', '1');
    const crashed = ask(server, 'crash');
    await until(server, { running: 1 });
    const behind = ask(server, 'b');
    await until(server, { waiting: 1 });
    await writeFile(join(folder, 'go'), '');
    expect((await crashed)[0]).toBe(500);
    expect(await behind).toMatchObject([200, { output: 'b' }]);
    expect(await health(server)).toMatchObject({ status: 'ok', sessions: 1 });
    const { code, stderr } = await server.stop();
    expect([code, stderr]).toEqual([0, expect.stringContaining('a session of the model ended with 3; another')]);
  });

  it('that cannot be started again leave nobody waiting', async () => {
    const server = await serve('--sessions', '1');
    await writeFile(join(folder, 'broken'), '');
    expect((await ask(server, 'crash'))[0]).toBe(500);
    expect((await ask(server, 'a'))[0]).toBe(503);
    expect(await health(server)).toMatchObject({ status: 'failing', sessions: 0 });
    expect((await server.stop()).stderr).toContain('it is broken');
    await rm(join(folder, 'broken'));
  });

  it('that are busy leave room for a queue and no more; Retry-After tells how long it will take', async () => {
    const server = await serve('--sessions', '1', '--queue', '2');
    // Ten answers of 2.5 s, or so the model says: what waiting is reckoned from.
    for (let times = 0; times < 60; times += 1) await ask(server, 'a');
    const held = ['hold', 'a', 'a'].map((input) => server.post('/predict', { input }));
    await until(server, { running: 1, waiting: 2 });
    const full = await server.post('/predict', { input: 'a' });
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, '5']);
    await writeFile(join(folder, 'released'), '');
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await server.stop()).code).toBe(0);
  });
});

/** Looks at /health until it says so. */
async function until(server: BundleServer, wanted: object): Promise<void> {
  const said = await health(server);
  if (!isMatch(said, wanted)) await until(server, wanted);
}

const isMatch = (said: unknown, wanted: object): boolean =>
  Object.entries(wanted).every(([name, value]) => Reflect.get(Object(said), name) === value);
