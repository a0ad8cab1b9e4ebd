import { request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { labelBuild } from '../../../../client/labelling/label-build.ts';
import { labelOptions } from '../../../../client/labelling/label-options.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { createFakeTerminal } from '../../../support/fake-terminal.ts';
import { type BuildToLabel, buildToLabel, rowsOfLabels } from '../../../support/labelled-build.ts';
import { verbCall } from '../../../support/verb-call.ts';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One request; no redirect is followed. */
const send = (url: URL, method: 'GET' | 'POST', body = '', headers: Record<string, string> = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: false, headers }, (response) => {
      readText(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

interface OpenPage {
  readonly url: URL;
  readonly get: () => Promise<string>;
  readonly post: (action: string, form?: Record<string, string> | string) => Promise<Reply>;
  /** The row that the page asks about. */
  readonly row: () => Promise<string>;
  readonly done: ReturnType<typeof labelBuild>;
}

async function open(build: BuildToLabel, options: Record<string, string | boolean> = {}): Promise<OpenPage> {
  const interrupt = new AbortController();
  const waiting: ((url: string) => void)[] = [];
  const opened = new Promise<string>((resolve) => waiting.push(resolve));
  const terminal = createFakeTerminal('lines');
  const say = (line: string): void => {
    const url = /http:\S+/.exec(line)?.[0];
    if (url !== undefined) waiting.forEach((resolve) => resolve(url));
    terminal.said.push(line);
  };
  const call = verbCall({
    terminal: { ...terminal, say },
    options: { ...options, page: true },
    interrupted: interrupt.signal,
  });
  let secrets = 0;
  const secret = (): string => `secret${(secrets += 1)}`;
  const done = labelBuild({ call, ...build, secret }, labelOptions(call, 'ann'));
  const url = new URL(await Promise.race([opened, done.then(() => Promise.reject(new Error('it ended')))]));
  const get = async (): Promise<string> => (await send(url, 'GET')).body;
  return {
    url,
    get,
    done,
    row: async () => /name="row" value="([^"]+)"/.exec(await get())?.[1] ?? '',
    post: (action, form = {}) => send(new URL(action, url), 'POST', String(new URLSearchParams(form))),
  };
}

const given = ({ store }: BuildToLabel): readonly unknown[] =>
  [...store.objects]
    .filter(([key]) => key.includes('/labels/given/'))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, bytes]) => JSON.parse(String(bytes)).answer);

const status = async (url: URL, method: 'GET' | 'POST', headers = {}): Promise<number> =>
  (await send(url, method, '', headers)).status;

describe('the page', () => {
  it('keeps a label and goes back to the next row; undo asks the row again', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    const page = await open(build);
    const first = await page.row();
    const kept = await page.post('answer', { row: first, label: 'b' });
    expect([kept.status, kept.headers['location']]).toEqual([303, page.url.pathname]);
    expect(await page.row()).not.toBe(first);
    expect(await page.get()).toContain('1 of 27 labelled');
    await page.post('undo');
    expect(await page.row()).toBe(first);
    expect(given(build)).toEqual([{ is: 'gold', output: 'b' }, { is: 'withdrawn' }]);
    await page.post('stop');
    expect(await page.done).toMatchObject({ exit: 0, json: { state: 'open', labelled: 0 } });
  });

  it('brings nothing from elsewhere, runs no script but its own, and is kept by no cache', async () => {
    const page = await open(await buildToLabel(rowsOfLabels(60)));
    const { headers, body } = await send(page.url, 'GET');
    const nonce = /<script nonce="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(headers).toMatchObject({
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(body).not.toMatch(/(?:src|href)=/);
    // A new page has a new one: an old one that leaked is worth nothing.
    expect((await send(page.url, 'GET')).body).not.toContain(`nonce="${nonce}"`);
    await page.post('stop');
    await page.done;
  });

  it('tells nobody who answered what, nor what', async () => {
    const rows = rowsOfLabels(60).map((row) => ({
      ...row,
      student: 'pear',
      teacher: row.teacher === 'b' ? 'plum' : 'pear',
    }));
    const labels = ['plum', 'pear', 'fig'].map((name) => ({ name, description: null }));
    const page = await open(await buildToLabel(rows, { labels }));
    const body = await page.get();
    const asked = body.slice(body.indexOf('class="asked"'));
    expect(asked).not.toMatch(/student|teacher|majority|expected|differ/i);
    // Every label stands there as often as every other.
    expect(['plum', 'pear', 'fig'].map((name) => asked.split(name).length)).toEqual([3, 3, 3]);
    await page.post('stop');
    await page.done;
  });

  it('escapes what inputs and answers hold', async () => {
    const evil = '<script>alert(1)</script>';
    const rows = Array.from({ length: 45 }, () => ({ input: evil, student: `"${evil}`, teacher: `'${evil}` }));
    const page = await open(await buildToLabel(rows, { kind: 'text', labels: null, constraints: UNCONSTRAINED }));
    const body = await page.get();
    expect(body).not.toContain(evil);
    expect(body.split('&lt;script&gt;alert(1)&lt;/script&gt;')).toHaveLength(4);
    await page.post('stop');
    await page.done;
  });

  it('takes judgements and written answers, and shows again what breaks a rule', async () => {
    const rows = Array.from({ length: 45 }, (_, at) => ({ input: `say ${at}`, student: 'one', teacher: 'two' }));
    const constraints = { ...UNCONSTRAINED, maxChars: 5 };
    const build = await buildToLabel(rows, { kind: 'text', labels: null, constraints });
    const page = await open(build);
    await page.post('answer', { row: await page.row(), judge: 'both' });
    await page.post('answer', { row: await page.row(), judge: 'none' });
    await page.post('answer', { row: await page.row(), answer: 'unclear' });
    const refused = await page.post('answer', { row: await page.row(), text: 'much <too> long' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('>much &lt;too&gt; long</textarea>');
    expect(refused.body).toContain('the output has 15 characters');
    await page.post('answer', { row: await page.row(), text: 'ok\r\nno' });
    expect(given(build)).toEqual([
      { is: 'judged', right: expect.arrayContaining(['one', 'two']), wrong: [] },
      { is: 'judged', right: [], wrong: expect.arrayContaining(['one', 'two']) },
      { is: 'unclear' },
      { is: 'gold', output: 'ok\nno' },
    ]);
    await page.post('stop');
    await page.done;
  });

  it('counts a button that was pressed twice once', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    const page = await open(build);
    const row = await page.row();
    await Promise.all([page.post('answer', { row, label: 'a' }), page.post('answer', { row, label: 'a' })]);
    expect(given(build)).toHaveLength(1);
    await page.post('stop');
    await page.done;
  });

  it('computes the verdict when asked to, shows it, and ends', async () => {
    const build = await buildToLabel(rowsOfLabels(100));
    const page = await open(build, { labels: '20' });
    for (let at = 0; at < 20; at += 1) await page.post('answer', { row: await page.row(), label: 'a' });
    expect(await page.get()).toContain('As many labels as planned');
    const { body } = await page.post('verdict');
    expect(body).toContain('Unproven: accuracy unknown.');
    expect(body).toContain('by people&#39;s labels');
    expect(await page.done).toMatchObject({ exit: 0, json: { report: { look: 1 } } });
  });

  it('answers nobody without the token, under another name, or from another site', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    const page = await open(build);
    expect(await status(new URL('/', page.url), 'GET')).toBe(404);
    expect(await status(new URL('/other/', page.url), 'GET')).toBe(404);
    expect(await status(page.url, 'GET', { host: 'evil.example' })).toBe(404);
    const undo = new URL('undo', page.url);
    expect(await status(undo, 'POST', { origin: 'http://evil.example' })).toBe(403);
    expect(await status(undo, 'POST', { origin: `http://${page.url.host}` })).toBe(303);
    expect((await page.post('answer', 'x'.repeat(300_000))).status).toBe(413);
    expect(given(build)).toEqual([]);
    await page.post('stop');
    await page.done;
  });
});
