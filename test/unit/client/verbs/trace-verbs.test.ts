import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand, type World } from '../../../../client/run-command.ts';
import { VERBS } from '../../../../client/verbs/verbs.ts';
import { fetchFolder } from '../../../../lib/store/folders.ts';
import { createFakeTerminal } from '../../../support/fake-terminal.ts';
import { smallBuild } from '../../../support/small-build.ts';

const folder = await mkdtemp(join(tmpdir(), 'verbs-'));
const first = await smallBuild();
const second = await smallBuild({ prompt: 'Sort it.' });
await fetchFolder(first.store, first.bundle.files, join(folder, 'first'));
await fetchFolder(second.store, second.bundle.files, join(folder, 'second'));
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  const terminal = createFakeTerminal('lines');
  const world: World = {
    openTerminal: () => terminal,
    clock: { now: () => 0, wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd: folder,
    env: {},
    readInput: async () => '',
    environment: () => {
      throw new Error('no environment is asked for');
    },
  };
  return { exit: await runCommand(args, VERBS, world), terminal, said: terminal.said.join('\n') };
}

describe('p2m verify', () => {
  it('says in a sentence that a bundle is whole', async () => {
    const { exit, said, terminal } = await run('verify', 'first');
    expect(exit).toBe(0);
    const [whole, rows] = said.split('\n');
    expect(whole).toMatch(/^first is whole: \d+ files, [\d.]+ MB, are what SHA256SUMS and provenance.json say.$/);
    expect(rows).toBe(
      'No test row was answered again: the rows stay with the build. With --rows N they are read from its store.',
    );
    expect(terminal.results).toEqual([
      { bundle: 'first', files: first.bundle.files.length, bytes: first.bundle.bytes, whole: true, differences: [] },
    ]);
  });

  it('ends with 6 and names what differs', async () => {
    const card = join(folder, 'second', 'README.md');
    const whole = await readFile(card);
    await writeFile(card, 'other');
    const { exit, said, terminal } = await run('verify', 'second');
    await writeFile(card, whole);
    expect(exit).toBe(6);
    expect(said).toContain('✗ README.md: SHA-256, by line 1 of SHA256SUMS');
    expect(terminal.results).toEqual([
      expect.objectContaining({ whole: false, error: { kind: 'verify-failed', message: '1 difference in 1 place.' } }),
    ]);
  });
});

describe('p2m report', () => {
  it('shows verdict, scores and cost by stage of a folder', async () => {
    const { exit, said } = await run('report', 'first');
    expect(exit).toBe(0);
    expect(said).toContain('unproven: Too few rows.');
    expect(said).toMatch(/teacher \(simulated\) +gold +accuracy +1\.000/);
    expect(said).toMatch(/generate +2 +20 +4 +\$0\.5000 +3 +1 off-schema/);
  });

  it('writes the page of the bundle, rows and all', async () => {
    const { exit } = await run('report', 'first', '--html', 'page.html');
    expect(exit).toBe(0);
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    expect(page).toBe(await readFile(join(folder, 'first', 'report.html'), 'utf8'));
    expect(page).toContain('the bill is wrong');
  });
});

describe('p2m diff', () => {
  it('says what changed between two folders', async () => {
    const { exit, said } = await run('diff', 'first', 'second');
    expect(exit).toBe(0);
    expect(said).toContain('prompt\n  - Sort the message.\n  - Answer a or b.\n  + Sort it.');
    expect(said).toMatch(/The same: task, data, training, teacher, versions, cost\./);
  });
});
