import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../../infra/setup/places.mjs';
import { type BundleServer, serveBundle } from '../../support/bundle-server.ts';
import { CLIENT_PYTHON } from '../../support/client-python.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';
import { runPython } from '../run-python.ts';

const KEY = 'a key of this test';
const RECORD = { title: 'Late', text: 'my parcel never came' };

let folder: string;
let server: BundleServer;
beforeAll(async () => {
  folder = join(await tinyModels(), 'labels');
  server = await serveBundle(folder, ['--sessions', '1'], { env: { P2M_SERVER_KEY: KEY } });
}, 300_000);
afterAll(() => server.stop());

describe("OpenAI's own client for Python", () => {
  it('gets the answer of predict.mjs, whole and streamed, and its own errors for what is refused', async () => {
    const [answer] = await answers(JAVASCRIPT, ['--bundle', folder], [RECORD]);
    const input = { url: server.url, key: KEY, model: 'tiny-labels', message: JSON.stringify(RECORD) };
    const call = { python: CLIENT_PYTHON, root, script: 'openai-client.py', input };
    expect(await runPython(call, z.unknown())).toEqual({
      models: ['tiny-labels'],
      whole: answer?.output,
      reason: 'stop',
      tokens: 13,
      streamed: answer?.output,
      streamedTokens: 13,
      refused: [
        ['AuthenticationError', 401, 'invalid_api_key'],
        ['BadRequestError', 400, 'unsupported_parameter'],
      ],
    });
  });
});
