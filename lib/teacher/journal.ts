import type { ObjectStore } from '../store/object-store.ts';
import type { Clock } from './clock.ts';
import { createFamilyIndex, type FamilyIndex } from './family-index.ts';
import { createFamilyWriter, type FamilyWriter } from './family-writer.ts';
import { type JournalLine, textOfLine } from './journal-line.ts';
import { familiesIn, type OtherFile, otherFiles, readFrom, removeFile, wholeLines } from './local-journal.ts';
import { mergeSegments, readNewSegments, segmentKey } from './segments.ts';
import { createWriterName } from './writer-name.ts';

/** Every paid answer, durable before it counts. One for a process; those of one host share the folder. */
export interface Journal {
  /** Reads what this process does not know yet of a family: files of this host's other writers, segments of the store. */
  readonly open: (family: string) => Promise<OpenFamily>;
  /** Merges the segments of a family where they are many; for when a stage ends. */
  readonly compact: (family: string) => Promise<void>;
  /** Brings to the store what writers of this host left that are gone; for when a worker starts. */
  readonly shipLeftovers: () => Promise<void>;
  /** Brings all that is left to the store. */
  readonly close: () => Promise<void>;
}

export interface OpenFamily {
  /** Paid answers to a question, the one that counts first; empty where there is none. */
  readonly find: (key: string) => readonly JournalLine[];
  /** Resolves when the line survives a kill of this process. */
  readonly append: (line: JournalLine) => Promise<void>;
  /** Says that no more will be appended. What the last user appended is in the store when it resolves. */
  readonly release: () => Promise<void>;
}

/** Characters of answers that families not in use may hold in memory, all together. */
const IDLE_CHARACTERS = 100_000_000;

export interface JournalParts {
  readonly store: ObjectStore;
  /** Shared by all workers of a host. */
  readonly folder: string;
  readonly clock: Clock;
}

interface Family {
  readonly name: string;
  readonly index: FamilyIndex;
  users: number;
  writer: FamilyWriter | null;
  /** Writers that have not brought everything to the store; `writer` is one of them. */
  readonly writers: Set<FamilyWriter>;
  refreshing: Promise<void>;
}

export function createJournal(parts: JournalParts): Journal {
  const { store, folder, clock } = parts;
  const own = createWriterName(clock.now());
  /** In the order of their last use. */
  const families = new Map<string, Family>();
  let writers = 0;
  const nextName = (): string => {
    writers += 1;
    return `${own}-${writers}`;
  };
  return {
    open: async (name) => {
      const family = inUse(families, name);
      await enter(parts, family);
      return openFamily(parts, family, nextName, () => forgetIdle(families));
    },
    compact: async (name) => {
      const merger = nextName();
      const { segments } = inUse(families, name).index;
      await mergeSegments(store, name, segments, (number) => segmentKey(name, clock.now(), merger, `merged${number}`));
    },
    shipLeftovers: async () => {
      for (const family of await familiesIn(folder)) {
        const files = await otherFiles(folder, family, new Set(), clock.now());
        for (const file of files.filter(({ left }) => left)) await shipLeft(store, family, file);
      }
    },
    close: async () => {
      for (const family of families.values()) await endWriters(family);
    },
  };
}

/** A family, moved to the end of the line of those to be forgotten. */
function inUse(families: Map<string, Family>, name: string): Family {
  if (!/^\w[\w.-]*$/.test(name)) throw new Error(`${name} cannot name a folder`);
  const family = families.get(name) ?? newFamily(name);
  families.delete(name);
  families.set(name, family);
  return family;
}

/** One reads at a time; who comes later reads what is new since. */
async function enter(parts: JournalParts, family: Family): Promise<void> {
  family.users += 1;
  const turn = family.refreshing.then(async () => await refresh(parts, family));
  family.refreshing = turn.catch(() => undefined); // Who asked for this turn hears of it; the next one reads anew.
  try {
    await turn;
  } catch (error) {
    family.users -= 1;
    throw error;
  }
}

function openFamily(parts: JournalParts, family: Family, nextName: () => string, left: () => void): OpenFamily {
  return {
    find: family.index.find,
    append: async (line) => {
      await writerOf(parts, family, nextName).append(textOfLine(line));
      family.index.add([line]);
    },
    release: async () => {
      family.users -= 1;
      if (family.users === 0) await endWriters(family);
      left();
    },
  };
}

function writerOf(parts: JournalParts, family: Family, nextName: () => string): FamilyWriter {
  if (family.writer) return family.writer;
  const { index, name } = family;
  family.writer = createFamilyWriter({ ...parts, family: name, name: nextName(), segments: index.segments });
  family.writers.add(family.writer);
  return family.writer;
}

const newFamily = (name: string): Family => ({
  name,
  index: createFamilyIndex(),
  users: 0,
  writer: null,
  writers: new Set(),
  refreshing: Promise.resolve(),
});

/** Local files come first: one that is gone by then has been shipped, so that the store shows its lines. */
async function refresh({ store, folder, clock }: Parameters<typeof createJournal>[0], family: Family): Promise<void> {
  const { index, name } = family;
  const own = new Set([...family.writers].map((writer) => writer.name));
  for (const file of await otherFiles(folder, name, own, clock.now())) {
    const read = await readFrom(file.path, index.offsets.get(file.path) ?? 0);
    if (read === null) continue;
    index.add(read.lines);
    index.offsets.set(file.path, read.to);
    if (!file.left) continue;
    index.segments.add(await shipLeft(store, name, file));
    index.offsets.delete(file.path);
  }
  index.add(await readNewSegments(store, name, index.segments));
}

/** Whole, though its writer may have shipped a part: equal lines count once. Two who do it at once write the same object. */
async function shipLeft(store: ObjectStore, family: string, file: OtherFile): Promise<string> {
  const key = segmentKey(family, 0, file.writer, 'left');
  const bytes = await wholeLines(file.path);
  if (bytes === null) return key;
  await store.put(key, { bytes }, 'if-absent');
  await removeFile(file.path);
  return key;
}

async function endWriters(family: Family): Promise<void> {
  family.writer = null;
  for (const writer of family.writers) {
    await writer.end();
    family.writers.delete(writer);
  }
}

function forgetIdle(families: Map<string, Family>): void {
  let size = [...families.values()].reduce((sum, { index }) => sum + index.size(), 0);
  for (const [name, family] of families) {
    if (size <= IDLE_CHARACTERS) return;
    if (family.users > 0 || family.writers.size > 0) continue;
    families.delete(name);
    size -= family.index.size();
  }
}
