import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BundleServer, serveBundle } from '../../support/bundle-server.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

const LABELS = ['billing', 'delivery', 'café ☕'];
const INPUT = 'invoice refund, parcel courier late!';

let bundle: string;
let server: BundleServer;
beforeAll(async () => {
  bundle = join(await tinyModels('make_tiny_classifiers.py'), 'tfidf-several');
  server = await serveBundle(bundle, ['--sessions', '1']);
}, 300_000);
afterAll(() => server.stop());

describe('a served model of words that gives several labels', () => {
  it('says their list and the probability of each, and counts words', async () => {
    const [own] = await answers(JAVASCRIPT, ['--bundle', bundle], [INPUT]);
    const given: unknown = await (await server.post('/predict', { input: INPUT })).json();
    expect(own?.output).toBe('["billing","delivery"]');
    expect(given).toMatchObject({
      output: '["billing","delivery"]',
      scores: Object.fromEntries(LABELS.map((label, at) => [label, own?.scores?.[at]])),
      input_tokens: 5,
      output_tokens: 2,
      input_cut: false,
    });
  });

  it('describes an answer as a list of labels inside a text', async () => {
    const document: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
    const output = {
      type: 'string',
      contentMediaType: 'application/json',
      contentSchema: { type: 'array', items: { enum: LABELS }, uniqueItems: true },
    };
    expect(document).toHaveProperty('components.schemas.Answer.properties.output', output);
  });
});
