import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, it, vi } from 'vitest';
import { createChildEmbedder } from '../../lib/embedding/child-embedder.ts';
import { embeddingModel } from '../../lib/embedding/embedding-model.ts';
import { PYTHON, tinyModels } from '../support/tiny-model/tiny-model.ts';
import { serveBundle } from '../support/bundle-server.ts';
import { JAVASCRIPT, PYTHON_SCRIPT } from './predict/run-script.ts';

let model: string;
beforeAll(async () => {
  model = join(await tinyModels(), 'labels');
}, 300_000);

const INPUT = JSON.stringify({ title: 'late', text: 'my parcel never came' });

/**
 * What a program leaves in an empty home that is its folder for temporary files, too. ONNX Runtime, before it reports to
 * its maker, leaves a log and a session there; where `CI` is set it never does, so that is not.
 */
async function leavings(run: (env: Record<string, string>) => Promise<void>): Promise<readonly string[]> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  try {
    await run({ PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, XDG_CACHE_HOME: home });
    return await readdir(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

it.each([
  ['predict.mjs', JAVASCRIPT],
  ['predict.py', PYTHON_SCRIPT],
])('%s answers without a word to anybody', async (_, [program, script]) => {
  const left = await leavings(async (env) => {
    const child = spawn(program, [script, '--bundle', model, '--json', INPUT], { env, stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
  expect(left).toEqual([]);
});

it('the server answers without a word to anybody', async () => {
  const left = await leavings(async (env) => {
    const server = await serveBundle(model, ['--sessions', '1'], { env });
    expect((await server.post('/predict', { input: JSON.parse(INPUT) })).status).toBe(200);
    await server.stop();
  });
  expect(left).toEqual([]);
});

it('the embedder answers without a word to anybody', async () => {
  const encoder = await embeddingModel(resolve('.p2m', 'cache'), PYTHON);
  const left = await leavings(async (env) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.stubEnv('CI', undefined);
    const embedder = createChildEmbedder(async () => encoder);
    expect(await embedder.embed(['a text'])).toHaveLength(1);
    embedder.close();
    vi.unstubAllEnvs();
  });
  expect(left).toEqual([]);
});

it('the trainer is told before anything else is loaded', async () => {
  const say =
    'import trainer.__main__, os; print(os.environ["ORT_DISABLE_TELEMETRY"], file=trainer.__main__.REAL_STDOUT)';
  const child = spawn(PYTHON, ['-c', say], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await text(child.stdout);
  expect(said.trim()).toBe('1');
});
