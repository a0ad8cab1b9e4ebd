import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { createJournal, type Journal } from '../../../../lib/teacher/journal.ts';
import { type JournalLine, textOfLine } from '../../../../lib/teacher/journal-line.ts';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store.ts';
import { createScriptedClock, type ScriptedClock } from '../../../support/scripted-clock.ts';
import { journalLine } from '../../../support/scripted-lines.ts';

let folder: string;
let store: MemoryStore;
let clock: ScriptedClock;
let opened: Journal[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  store = createMemoryStore();
  clock = createScriptedClock(Date.now());
  opened = [];
});
afterEach(async () => {
  for (const journal of opened) await journal.close();
  await rm(folder, { recursive: true });
});

function open(): Journal {
  const journal = createJournal({ store, folder, clock });
  opened.push(journal);
  return journal;
}
const found = async (journal: Journal, key: string): Promise<readonly JournalLine[]> =>
  (await journal.open('family')).find(key);

/** A name that no process of this host can have: process numbers end at 2^22. */
const GONE = `${hostname().replaceAll(/[^A-Za-z0-9-]/g, '_')}-99999999-1-1-1`;

async function leave(writer: string, text: string): Promise<string> {
  await mkdir(join(folder, 'family'), { recursive: true });
  const path = join(folder, 'family', `${writer}.jsonl`);
  await writeFile(path, text);
  return path;
}

describe('journal', () => {
  it('shows another process of the host a line as soon as it is appended', async () => {
    const family = await open().open('family');
    await family.append(journalLine('a'));
    expect(await found(open(), 'a')).toEqual([journalLine('a')]);
    expect(store.objects.size).toBe(0);
  });

  it('brings lines to the store within a second, in one object', async () => {
    const family = await open().open('family');
    await Promise.all(['a', 'b', 'c'].map(async (key) => await family.append(journalLine(key))));
    await clock.advance(1000);
    expect([...store.objects.values()].map(String)).toEqual([
      ['a', 'b', 'c'].map((key) => textOfLine(journalLine(key))).join(''),
    ]);
  });

  it('finds on another host what is in the store', async () => {
    const family = await open().open('family');
    await family.append(journalLine('a'));
    await family.release();
    await rm(folder, { recursive: true });
    await mkdir(folder);
    expect(await found(open(), 'a')).toEqual([journalLine('a')]);
  });

  it('passes over a last line that a kill left half written, and reads the rest when it is whole', async () => {
    const line = textOfLine(journalLine('b'));
    const path = await leave('otherhost-1-1-1-1', textOfLine(journalLine('a')) + line.slice(0, 30));
    const journal = open();
    expect(await found(journal, 'a')).toHaveLength(1);
    expect(await found(journal, 'b')).toHaveLength(0);
    await appendFile(path, line.slice(30));
    expect(await found(journal, 'b')).toHaveLength(1);
  });

  it('ships what a dead writer left, and removes its file', async () => {
    await leave(GONE, textOfLine(journalLine('a')));
    expect(await found(open(), 'a')).toHaveLength(1);
    expect([...store.objects.values()].map(String)).toEqual([textOfLine(journalLine('a'))]);
    expect(await readdir(join(folder, 'family'))).toEqual([]);
  });

  it('ships whole lines only, so that a segment holds nothing that cannot be read', async () => {
    await leave(GONE, textOfLine(journalLine('a')) + textOfLine(journalLine('b')).slice(0, 40));
    await open().shipLeftovers();
    expect([...store.objects.values()].map(String)).toEqual([textOfLine(journalLine('a'))]);
  });

  it('ships it when a worker starts, too', async () => {
    await leave(GONE, textOfLine(journalLine('a')));
    await open().shipLeftovers();
    expect(store.objects.size).toBe(1);
  });

  it('leaves the file of a writer on another host alone until it has been still for a minute', async () => {
    await leave('otherhost-1-1-1-1', textOfLine(journalLine('a')));
    await open().shipLeftovers();
    expect(store.objects.size).toBe(0);
    await clock.advance(120_000);
    await open().shipLeftovers();
    expect(store.objects.size).toBe(1);
  });

  it('takes the answer that was given first where two were paid for, in whatever order they are read', async () => {
    const early = journalLine('a', { at: 5, answer: 'early' });
    const late = journalLine('a', { at: 6, answer: 'late' });
    await leave(GONE, textOfLine(late) + textOfLine(early) + textOfLine(early));
    expect(await found(open(), 'a')).toEqual([early, late]);
  });

  it('keeps the local file while the store is down, says so at release, and ships on close', async () => {
    let down = true;
    store = createMemoryStore(({ operation }) =>
      down && operation === 'put' ? new StageFailure('store-unreachable', 'down') : undefined,
    );
    const journal = open();
    const family = await journal.open('family');
    await family.append(journalLine('a'));
    await clock.advance(3000);
    await expect(family.release()).rejects.toMatchObject({ kind: 'store-unreachable' });
    expect(await readdir(join(folder, 'family'))).toHaveLength(1);
    down = false;
    await journal.close();
    expect(store.objects.size).toBe(1);
    expect(await readdir(join(folder, 'family'))).toEqual([]);
  });

  it('says so where its folder cannot be used', async () => {
    await writeFile(join(folder, 'file'), 'in the way');
    const journal = createJournal({ store, folder: join(folder, 'file'), clock });
    await expect(journal.open('family')).rejects.toMatchObject({ kind: 'store-refused' });
  });

  it('reads each segment once, and asks the store for new ones at each opening', async () => {
    const writer = await open().open('family');
    await writer.append(journalLine('a'));
    await writer.release();
    const reader = open();
    await reader.open('family');
    await reader.open('family');
    expect(store.asked.filter(({ operation }) => operation === 'get')).toHaveLength(1);
  });

  it('takes no name that could leave its folder', async () => {
    await expect(open().open('../family')).rejects.toThrow('cannot name a folder');
  });
});

async function writeSegments(count: number): Promise<void> {
  const journal = open();
  for (let number = 0; number < count; number += 1) {
    const family = await journal.open('family');
    await family.append(journalLine(`key ${number}`));
    await family.release();
  }
}

describe('compacting', () => {
  it('makes one of many, with every line', async () => {
    await writeSegments(40);
    await open().compact('family');
    expect(store.objects.size).toBe(1);
    const family = await open().open('family');
    expect(Array.from({ length: 40 }, (_, number) => family.find(`key ${number}`).length)).toEqual(Array(40).fill(1));
  });

  it('leaves few as they are', async () => {
    await writeSegments(32);
    await open().compact('family');
    expect(store.objects.size).toBe(32);
  });

  it('loses nothing for a reader that listed before it', async () => {
    await writeSegments(40);
    let merged = false;
    const racing = {
      ...store,
      get: async (key: string) => {
        if (!merged) {
          merged = true;
          await open().compact('family');
        }
        return await store.get(key);
      },
    };
    const family = await createJournal({ store: racing, folder, clock }).open('family');
    expect(Array.from({ length: 40 }, (_, number) => family.find(`key ${number}`).length)).toEqual(Array(40).fill(1));
  });
});
