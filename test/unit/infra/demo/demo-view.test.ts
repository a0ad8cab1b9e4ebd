import { expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';
import type { Terminal } from '../../../../client/terminal/terminal.ts';
import { createDemoView } from '../../../../infra/demo/demo-view.ts';

/** Keeps what was said and the last picture; nothing here asks. */
function recorder(shows: Terminal['shows']) {
  const said: string[] = [];
  const pictures: (readonly string[])[] = [];
  const terminal: Terminal = {
    shows,
    columns: () => 100,
    palette: createPalette('plain'),
    say: (text) => said.push(text),
    paint: (lines) => pictures.push(lines),
    settle: () => {},
    complain: (text) => said.push(text),
    ask: () => Promise.reject(new Error('nothing is asked')),
    openKeys: () => ({ next: () => Promise.reject(new Error('no key is asked for')), close: () => {} }),
    result: () => {},
    close: () => {},
  };
  return { terminal, said, pictures };
}

it('puts the name of the build before each of its lines', () => {
  const { terminal, said } = recorder('lines');
  const view = createDemoView(terminal, ['support-triage', 'date-normalization'], () => 0);
  view.note('Web UI: here');
  view.line('support-triage', 'train begins');
  expect(said).toEqual(['Web UI: here', 'support-triage     | train begins']);
});

it('says that work goes on when a log was silent for eight seconds, and not before', () => {
  const { terminal, said } = recorder('lines');
  let nowMs = 0;
  const view = createDemoView(terminal, ['support-triage'], () => nowMs);
  for (nowMs = 0; nowMs <= 17_000; nowMs += 1_000) view.tick();
  expect(said).toEqual(['at work, 8.0 s', 'at work, 16 s']);
});

it('paints the last lines of every build over each other on a screen', () => {
  const { terminal, said, pictures } = recorder('screen');
  const view = createDemoView(terminal, ['support-triage', 'date-normalization'], () => 0);
  view.note('Web UI: here');
  for (let line = 1; line <= 9; line++) view.line('date-normalization', `line ${line}`);
  view.line('support-triage', 'train begins');
  expect(said).toEqual([]);
  expect(pictures.at(-1)).toEqual([
    'Web UI: here',
    '',
    'support-triage',
    '  train begins',
    '',
    'date-normalization',
    ...[3, 4, 5, 6, 7, 8, 9].map((line) => `  line ${line}`),
    '',
    '0.0 s',
  ]);
});
