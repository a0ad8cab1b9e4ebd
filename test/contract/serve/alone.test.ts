import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../../client/verbs/serve.ts';
import { PREDICT_SCRIPTS } from '../../../lib/bundle/predict-scripts.ts';
import { SERVER_FILES } from '../../../lib/bundle/server-files.ts';
import { SERVER, serveBundle } from '../../support/bundle-server.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { verbCall } from '../../support/verb-call.ts';
import { run } from '../predict/run-script.ts';

const ROOT = join(import.meta.dirname, '../../..');

let tiny: string;
let bundle: string;
beforeAll(async () => {
  tiny = join(await tinyModels(), 'text');
  bundle = await mkdtemp(join(tmpdir(), 'p2m-serve-'));
  await cp(tiny, bundle, { recursive: true });
  await mkdir(join(bundle, 'server'));
  await Promise.all([...PREDICT_SCRIPTS, ...SERVER_FILES].map(({ path, file }) => cp(file, join(bundle, path))));
}, 300_000);
afterAll(() => rm(bundle, { recursive: true }));

describe('server/ of a bundle', () => {
  it('is all of the folder it comes from', async () => {
    const names = await readdir(dirname(SERVER));
    expect(SERVER_FILES.map(({ path }) => path)).toEqual(names.toSorted().map((name) => `server/${name}`));
  });

  it('says how to install what it needs, where that is missing', async () => {
    const script = join(bundle, 'server', 'server.mjs');
    const { code, stderr } = await run([process.execPath, script], ['--port', '0']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^server\.mjs: Cannot find package .*; run: npm install --prefix \. .*\n$/);
  });

  it('runs in a folder of its own with the two packages of predict.mjs', async () => {
    await symlink(join(ROOT, 'node_modules'), join(bundle, 'node_modules'));
    const server = await serveBundle(bundle, [], { script: join(bundle, 'server', 'server.mjs') });
    const response = await server.post('/predict', { input: '3 May 2021' });
    expect(await response.json()).toMatchObject({ output: expect.any(String), input_cut: false });
    expect((await server.stop()).stderr).toBe('');
    await rm(join(bundle, 'node_modules'));
  });

  it('has an image that installs what predict.mjs says, holds what it needs, and does not run as root', async () => {
    const dockerfile = await readFile(join(dirname(SERVER), 'Dockerfile'), 'utf8');
    const script = await readFile(join(ROOT, 'lib/bundle/predict.mjs'), 'utf8');
    const [install = 'none'] = /npm install [^']+/.exec(script) ?? [];
    expect(dockerfile.replaceAll(/\s*\\\n\s*/g, ' ')).toContain(`RUN ${install} &&`);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.match(/^COPY .*$/gm)).toEqual([
      'COPY *.json predict.mjs ./',
      'COPY onnx onnx',
      'COPY server server',
    ]);
    expect(dockerfile).toContain('CMD ["node", "server/server.mjs", "--host", "0.0.0.0"]');
  });
});

const called = (words: string[], options: Record<string, string> = {}) => {
  const interrupt = new AbortController();
  const said: string[] = [];
  const answered: unknown[] = [];
  const terminal = {
    ...createFakeTerminal('lines'),
    // Once it listens it is asked one question, and interrupted.
    say: (line: string) => {
      said.push(line);
      const url = /answers on (\S+)$/.exec(line)?.[1];
      if (url === undefined) return;
      void fetch(`${url}/health`)
        .then(async (response) => answered.push(await response.json()))
        .finally(() => interrupt.abort());
    },
  };
  const call = verbCall({
    words,
    options: { port: '0', sessions: '1', ...options },
    terminal,
    interrupted: interrupt.signal,
    env: process.env,
  });
  return { said, answered, ended: serve.run(call) };
};

describe('p2m serve', () => {
  it.each([
    ["by the bundle's own server", () => bundle, 'bundle', 1],
    ["by the project's server where the bundle has none", () => tiny, 'project', 2],
  ])('answers %s until it is interrupted', async (_, folder, server, lines) => {
    const { said, answered, ended } = called([folder()], { file: 'fp32' });
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ended).toEqual({ exit: 0, json: { bundle: folder(), released: null, url, server, state: 'stopped' } });
    expect(said).toHaveLength(lines);
    expect(said.at(-1)).toMatch(/^tiny-text \(fp32, sessions: 1\) answers on /);
    expect(answered).toMatchObject([{ status: 'ok', model: 'tiny-text', file: 'fp32' }]);
  });

  it('refuses what is no bundle, and options that the server does not take', async () => {
    await expect(called([join(bundle, 'onnx')]).ended).rejects.toMatchObject({ kind: 'bundle-unusable' });
    await expect(called(['/nowhere/at/all']).ended).rejects.toMatchObject({ kind: 'bundle-unusable' });
    await expect(called([tiny], { sessions: '-1' }).ended).rejects.toMatchObject({ kind: 'not-served' });
  });
});
