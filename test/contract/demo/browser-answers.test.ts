import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TaskInput } from '../../../contracts/example.ts';
import { launchBrowser } from '../../support/browser.ts';
import { hostBundles, type PageServer } from '../../support/page-server.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { HARD_TEXTS } from '../predict/hard-texts.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

/** One of each way to read a model, by the maker of its tiny model. */
const MODELS = {
  'make_tiny_models.py': ['labels', 'text'],
  'make_tiny_classifiers.py': ['tfidf-one', 'encoder-several', 'encoder-ordered'],
  'make_word_models.py': ['span', 'tagger', 'editor'],
  'make_tiny_writers.py': ['qwen2'],
};
const WRITER = 'qwen2';

const Said = z.array(z.object({ output: z.string(), logits: z.array(z.number()).nullable() }));

const folders: Record<string, string> = {};
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  for (const [maker, names] of Object.entries(MODELS)) {
    const models = await tinyModels(maker);
    for (const name of names) folders[name] = join(models, name);
  }
  server = await hostBundles(Object.fromEntries(Object.entries(folders).map(([name, model]) => [name, { model }])));
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** What the demo's own loader answers in the browser. */
async function browserAnswers(name: string, file: string, inputs: readonly TaskInput[]) {
  const page = await browser.newPage();
  await page.goto(`${server.url}/${name}/demo/`);
  const said: unknown = await page.evaluate(`(async () => {
    const { loadModel } = await import('${page.url()}load-model.js');
    const { predict } = await loadModel('${file}');
    const said = [];
    for (const input of ${JSON.stringify(inputs)}) said.push(await predict(input));
    return said;
  })()`);
  await page.close();
  return Said.parse(said);
}

const both = async (name: string, file: string) => {
  const inputs = name === 'labels' ? HARD_TEXTS.map((text) => ({ title: 'a', text })) : HARD_TEXTS;
  const node = await answers(JAVASCRIPT, ['--bundle', folders[name] ?? '', '--file', file], inputs);
  return { node, web: await browserAnswers(name, file, inputs) };
};

const outputs = (rows: readonly { readonly output: string }[]) => rows.map(({ output }) => output);

describe('the demo in a browser', () => {
  it.each([
    ...Object.values(MODELS)
      .flat()
      .filter((name) => name !== WRITER)
      .map((name) => [name, 'int8']),
    [WRITER, 'fp32'],
  ])('answers as predict.mjs does in Node: %s, %s weights', async (name, file) => {
    const { node, web } = await both(name, file);
    expect(outputs(web)).toEqual(outputs(node));
    // Sums of the two builds are rounded in another order.
    const logits = (rows: typeof web) => rows.flatMap((row) => row.logits ?? []);
    expect(logits(web)).toHaveLength(logits(node).length);
    for (const [at, logit] of logits(web).entries()) expect(logit).toBeCloseTo(logits(node)[at] ?? NaN, 1);
  });

  it("writes nearly the same from a language model's 8-bit weights, whose products WebAssembly sums otherwise", async () => {
    const { node, web } = await both(WRITER, 'int8');
    // A model of a few thousand parameters is unsure of every token of a text it does not know.
    const same = outputs(web).filter((output, at) => output === node[at]?.output);
    expect(same.length / HARD_TEXTS.length).toBeGreaterThan(0.8);
  });
});
