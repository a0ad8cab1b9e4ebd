import type { JournalLine } from './journal-line.ts';

/** Answers of one family that this process knows, and how far it has read. */
export interface FamilyIndex {
  /** Lines of a key, the one that counts first; empty where there is none. */
  readonly find: (key: string) => readonly JournalLine[];
  readonly add: (lines: readonly JournalLine[]) => void;
  /** Segments in the store that have been read. */
  readonly segments: Set<string>;
  /** Bytes read of other writers' local files. */
  readonly offsets: Map<string, number>;
  /** Rough size in characters. */
  readonly size: () => number;
}

const NONE: readonly JournalLine[] = [];
/** Characters of a line beside its answer: key, names, counts. */
const LINE_OVERHEAD = 400;

export function createFamilyIndex(): FamilyIndex {
  const lines = new Map<string, readonly JournalLine[]>();
  let size = 0;
  const addLine = (line: JournalLine): void => {
    const known = lines.get(line.key);
    if (known?.some((other) => sameCall(other, line))) return;
    lines.set(line.key, known ? [...known, line].toSorted(byTime) : [line]);
    size += LINE_OVERHEAD + (line.answer?.length ?? 0);
  };
  return {
    find: (key) => lines.get(key) ?? NONE,
    add: (more) => {
      for (const line of more) addLine(line);
    },
    segments: new Set(),
    offsets: new Map(),
    size: () => size,
  };
}

/** The same line, met again where it was shipped to; two calls for one key differ at least in one of these. */
const sameCall = (a: JournalLine, b: JournalLine): boolean =>
  a.at === b.at && a.build === b.build && a.part === b.part && a.answer === b.answer;

/** Whoever reads the same lines, in whatever order, takes the same answer: the first one given. */
function byTime(a: JournalLine, b: JournalLine): number {
  if (a.at !== b.at) return a.at - b.at;
  return (a.answer ?? '') < (b.answer ?? '') ? -1 : 1;
}
