import { EventEmitter, once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { hostBundles, type PageServer } from '../../support/page-server.ts';
import { sureBundle } from '../../support/sure-bundle.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

const MARKUP = '<img src=x onerror="document.title=1"> & <b>bold</b>';
const RECORD = { title: 'Late', text: 'my parcel never came' };

let labels: string;
let text: string;
let sure: string;
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  const models = await tinyModels();
  labels = join(models, 'labels');
  text = join(models, 'text');
  sure = await sureBundle('tfidf-one');
  const tagger = join(await tinyModels('make_word_models.py'), 'tagger');
  const task = JSON.stringify({
    ...JSON.parse(await readFile(join(labels, 'task.json'), 'utf8')),
    instruction: MARKUP,
  });
  server = await hostBundles({
    labels: { model: labels, examples: [{ input: RECORD, output: 'café ☕' }], instead: { 'task.json': task } },
    text: { model: text, examples: [{ input: '3 May 2021', output: '2021-05-03' }] },
    tagger: { model: tagger },
    sure: { model: sure },
    gone: { model: text, instead: { 'onnx/encoder_model_quantized.onnx': null } },
    damaged: { model: labels, instead: { 'onnx/model_quantized.onnx': 'no model' } },
  });
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await rm(sure, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** Addresses that the page asked for. */
  readonly asked: readonly string[];
}

async function opened(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.newPage(options);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${server.url}/${path}`);
  await page
    .getByRole('status')
    .filter({ hasText: /^(?:Ready|The model cannot)/ })
    .waitFor();
  return { page, asked };
}

const state = (page: Page) => page.getByRole('status').textContent();
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });

describe('the demo page', () => {
  it('answers an example at a click, with the score of every label and how long it took', async () => {
    const [expected] = await answers(JAVASCRIPT, ['--bundle', labels], [RECORD]);
    const { page } = await opened('labels/demo/');
    expect(await state(page)).toBe('Ready.');
    await page.getByRole('button', { name: 'Late · my parcel never came' }).click();
    await answer(page).getByText('Answer').waitFor();
    expect(await answer(page).locator('.output').textContent()).toBe(expected?.output);
    const scores = expected?.scores ?? [];
    expect(await answer(page).getByRole('row').count()).toBe(scores.length);
    const largest = `${(Math.max(...scores) * 100).toFixed(1)} %`;
    expect(await answer(page).getByRole('row').first().innerText()).toContain(largest);
    expect(await answer(page).locator('.latency').textContent()).toMatch(
      /^[\d.]+ ms in this browser · 11 tokens read$/,
    );
    expect(await page.getByLabel('title').inputValue()).toBe(RECORD.title);
    expect(await page.getByLabel('text').inputValue()).toBe(RECORD.text);
    await page.close();
  });

  it('says how sure the model is, and of an input unlike its training rows that it is one', async () => {
    const inputs = ['the parcel is late, says the courier', 'quixotic jazz'];
    const expected = await answers(JAVASCRIPT, ['--bundle', sure], inputs);
    const { page } = await opened('sure/demo/');
    const said: string[] = [];
    for (const [at, input] of inputs.entries()) {
      await page.getByLabel('Input').fill(input);
      await page.getByRole('button', { name: 'Answer' }).click();
      const confidence = `${(Math.min(expected[at]?.confidence ?? NaN, 0.999) * 100).toFixed(1)} %`;
      await answer(page).getByText(`Confidence ${confidence}: that this is right.`).waitFor();
      said.push(await answer(page).innerText());
    }
    expect(said.map((shown) => shown.includes('unlike the rows'))).toEqual([false, true]);
    await page.close();
  });

  it('is used with the keyboard alone', async () => {
    const [expected] = await answers(JAVASCRIPT, ['--bundle', text], ['17 August 1999']);
    const { page } = await opened('text/demo/');
    await page.keyboard.press('Tab');
    await page.keyboard.type('17 August 1999');
    await page.keyboard.press('Control+Enter');
    await answer(page).getByText('Answer').waitFor();
    expect(await answer(page).locator('.output').textContent()).toBe(expected?.output);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Answer');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('3 May 2021');
    await page.close();
  });

  it('shows markup in a task or an answer as the text it is', async () => {
    const { page } = await opened('labels/demo/');
    expect(await page.locator('#instruction').textContent()).toBe(MARKUP);
    await page.close();
    const { page: tagging } = await opened('tagger/demo/');
    await tagging.getByLabel('Input').fill(`${MARKUP} `.repeat(4));
    await tagging.getByRole('button', { name: 'Answer' }).click();
    await answer(tagging).getByText('Answer').waitFor();
    expect(await answer(tagging).locator('.output').textContent()).toContain('b');
    expect(await tagging.locator('#answer :is(img, b)').count()).toBe(0);
    expect(await tagging.title()).not.toBe('1');
    await tagging.close();
  });

  it('asks its own server for files of the bundle and nobody else for anything', async () => {
    const { page, asked } = await opened('text/demo/');
    await page.getByRole('button', { name: '3 May 2021' }).click();
    await answer(page).getByText('Answer').waitFor();
    const others = asked
      .filter((url) => !/^(blob:|data:)/.test(url))
      .map((url) => url.replace(`${server.url}/text/`, ''));
    expect(others.toSorted()).toEqual([
      'demo/',
      'demo/download.js',
      'demo/examples.json',
      'demo/load-model.js',
      'demo/node.js',
      'demo/onnxruntime.js',
      'demo/page.js',
      'demo/show-answer.js',
      'demo/style.css',
      'demo/vendor/onnxruntime-web.js',
      'demo/vendor/ort-wasm-simd-threaded.wasm',
      'demo/vendor/tokenizers.js',
      'generation_config.json',
      'onnx/decoder_model_merged_quantized.onnx',
      'onnx/encoder_model_quantized.onnx',
      'predict.mjs',
      'prompt.json',
      'task.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    await page.close();
  });

  it.each([
    [
      'gone/demo/',
      'The model cannot run here: cannot read ../onnx/encoder_model_quantized.onnx (ENOENT): is this a bundle?',
    ],
    ['text/demo/?file=int4', 'The model cannot run here: ?file= is int8 or fp32'],
    ['damaged/demo/', expect.stringMatching(/^The model cannot run here: .*protobuf/i)],
  ])('says plainly why it cannot run: %s', async (path, said) => {
    const { page } = await opened(path);
    expect(await state(page)).toEqual(said);
    expect(await page.locator('#ask:enabled').count()).toBe(0);
    await page.close();
  });

  it('tells how many of its bytes have come, and answers what was asked meanwhile', async () => {
    const page = await browser.newPage();
    const gate = new EventEmitter();
    const held = once(gate, 'open');
    await page.route('**/*.onnx', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${server.url}/labels/demo/`);
    // The WebAssembly file is all that is large here.
    await page.getByText(/^1[45]\.\d of 1[45]\.\d MB$/).waitFor();
    expect(await state(page)).toBe('Loading the model …');
    await page.getByRole('button', { name: 'Late · my parcel never came' }).click();
    gate.emit('open');
    await page.getByText('Ready.').waitFor();
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
    await answer(page).locator('.output').waitFor();
    await page.close();
  });

  it.each(['light', 'dark'] as const)('fits a phone and can be read in %s', async (colorScheme) => {
    const { page } = await opened('labels/demo/', { colorScheme, viewport: { width: 320, height: 640 } });
    await page.getByRole('button', { name: 'Late · my parcel never came' }).click();
    await answer(page).getByText('Answer').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(await lowestContrast(page)).toBeGreaterThan(4.5);
    await page.close();
  });
});

/** Of every text on the page against the nearest ground that is painted, as WCAG 2 reckons it. */
const lowestContrast = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => {
      const [red, green, blue] = channels(colour).map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const painted = (colour) => channels(colour)[3] !== 0;
    const ground = (node) => {
      const colour = getComputedStyle(node).backgroundColor;
      return painted(colour) ? colour : ground(node.parentElement);
    };
    const texts = [...document.querySelectorAll('body *')].filter((node) =>
      node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''));
    return Math.min(...texts.map((node) => {
      const [dark, bright] = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    }));
  })()`);
