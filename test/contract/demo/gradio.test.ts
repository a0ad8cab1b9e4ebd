import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../infra/local/free-port.ts';
import { launchBrowser } from '../../support/browser.ts';
import { bundleFolder } from '../../support/bundle-folder.ts';
import { CLIENT_PYTHON } from '../../support/client-python.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, PYTHON_SCRIPT } from '../predict/run-script.ts';

const MARKUP = '<img src=x onerror="document.title=1"> **bold**';
const RECORD = { title: MARKUP, text: 'my parcel never came' };

let bundle: string;
let app: ChildProcess;
let port: number;
/** What the app prints once it listens. */
let said: string;
let browser: Browser;
beforeAll(async () => {
  bundle = await bundleFolder(join(await tinyModels(), 'labels'), [{ input: RECORD, output: 'billing' }]);
  const task = JSON.parse(await readFile(join(bundle, 'task.json'), 'utf8'));
  await writeFile(join(bundle, 'task.json'), JSON.stringify({ ...task, instruction: MARKUP }));
  port = await freePort(undefined);
  app = spawn(CLIENT_PYTHON, [join(bundle, 'demo/gradio_app.py'), '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (app.stdout === null) throw new Error('the app has no standard output');
  const [first] = await Promise.race([once(createInterface(app.stdout), 'line'), once(app, 'exit')]);
  said = String(first);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  app.kill('SIGINT');
  await once(app, 'exit');
  await rm(bundle, { recursive: true });
});

describe('gradio_app.py', () => {
  it('says where it answers, and nothing of a link for everybody', () => {
    expect(said).toBe(`answers on http://127.0.0.1:${port}, until Ctrl-C`);
  });

  it('answers as predict.py does, shows texts as they are, and asks nobody else for anything', async () => {
    const [expected] = await answers(PYTHON_SCRIPT, ['--bundle', bundle], [RECORD]);
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByText(MARKUP).first().click();
    await expect.poll(() => page.getByLabel('title').inputValue(), { timeout: 30_000 }).toBe(MARKUP);
    expect(await page.getByLabel('text', { exact: true }).inputValue()).toBe(RECORD.text);
    await page.getByRole('button', { name: 'Answer' }).click();
    await expect.poll(() => page.getByLabel('Answer').inputValue(), { timeout: 30_000 }).toBe(expected?.output);
    expect(await page.getByLabel('How long it took').inputValue()).toMatch(/^[\d.]+ ms on this machine$/);
    const largest = Math.round(100 * Math.max(...(expected?.scores ?? [])));
    expect(await page.getByText(`${largest}%`).count()).toBeGreaterThan(0);
    expect(await page.getByLabel('tiny-labels').inputValue()).toBe(MARKUP);
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.title()).toBe('tiny-labels: try it');
    expect([...asked]).toEqual([`http://127.0.0.1:${port}`]);
    await page.close();
  });

  it('listens on the loopback alone', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
    const outside = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
    const tries = await Promise.all(outside.map(({ address }) => canConnect(address)));
    expect(tries.includes(true)).toBe(false);
    expect(await canConnect('127.0.0.1')).toBe(true);
  });

  it('leaves the folder as its checksums say', async () => {
    const names = await readdir(bundle, { recursive: true });
    expect(names.filter((name) => name.includes('__pycache__'))).toEqual([]);
  });
});

const canConnect = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
