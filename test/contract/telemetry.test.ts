import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { serveBundle } from '../support/bundle-server.ts';
import { tinyModels } from '../support/tiny-model/tiny-model.ts';
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
