import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openKeys } from '../../../../client/terminal/keys.ts';

/** As a terminal's input, which can be made raw. */
function fakeInput() {
  const raw: boolean[] = [];
  const stream = new PassThrough();
  return { raw, stream: Object.assign(stream, { setRawMode: (mode: boolean) => raw.push(mode) }) };
}

const NEVER = new AbortController().signal;

it('gives keys by their sign or name, in order, those too that came before anybody asked', async () => {
  const { stream, raw } = fakeInput();
  const keys = openKeys(stream);
  stream.write('1');
  stream.write('?');
  stream.write('\r');
  stream.write('\u007F');
  const found = [];
  for (let at = 0; at < 4; at += 1) found.push(await keys.next(NEVER));
  expect(found).toEqual(['1', '?', 'return', 'backspace']);
  keys.close();
  expect(raw).toEqual([true, false]);
});

it('gives nothing where Ctrl-C, an interruption or the end of the input comes', async () => {
  const { stream } = fakeInput();
  const keys = openKeys(stream);
  stream.write('\u0003');
  expect(await keys.next(NEVER)).toBe('');
  const interrupt = new AbortController();
  const waiting = keys.next(interrupt.signal);
  interrupt.abort();
  expect(await waiting).toBe('');
  expect(await keys.next(interrupt.signal)).toBe('');
  const last = keys.next(NEVER);
  stream.end();
  expect(await last).toBe('');
});
