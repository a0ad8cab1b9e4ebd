import type { ColumnMapping, DatasetFile, Split } from '../../contracts/candidate.ts';
import type { Example, GoldRow, TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { comparableText, normalisedInput, normaliseText } from '../dataset/normalise.ts';
import { rowId } from '../dataset/row-id.ts';
import { sha256Of } from '../store/canonical-json.ts';
import { canonicalOutput, type OutputFault } from '../task-output/canonical-output.ts';
import { formOf, isListed } from '../task-output/output-form.ts';
import { writtenList } from '../task-output/written-list.ts';
import { mappedRow } from './mapped-row.ts';
import type { Row } from './table.ts';

/** Rows of one file of the dataset. */
export interface ImportPart {
  readonly split: DatasetFile['split'];
  readonly rows: readonly Row[];
}

/** Limits of an import, in rows. */
export interface ImportCaps {
  readonly rows: number;
  readonly test: number;
}

export interface ImportedRows {
  readonly rows: readonly Example[];
  readonly test: readonly Example[];
  /** Rows that were looked at. */
  readonly read: number;
  /** Rows that became none, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly testFrom: 'own split' | 'hashed share';
}

/**
 * Enough for any student here, and a test whose 95 % interval is within 4.4 points; the teacher answers each test row once.
 */
export const IMPORT_CAPS: ImportCaps = { rows: 5_000, test: 500 };

/** About 2,000 tokens: no student of this project reads more. */
const MAX_INPUT_CHARS = 8_000;
/** About as many tokens as students may answer with. */
const MAX_OUTPUT_CHARS = 2_000;
/** Of a dataset without a test of its own. */
const TEST_SHARE = 0.2;

/**
 * A dataset's rows as examples of the task, screened against it: what does not fit is counted by reason and left out.
 * Test rows come from the dataset's own test split, else from its validation split, else they are a fifth by the hash
 * of the input. No input stands on both sides, and none is a demonstration. Above a cap the rows with the smallest
 * hashes stay, so that a file's order does not matter.
 */
export function importRows(
  parts: readonly ImportPart[],
  mapping: ColumnMapping,
  spec: TaskSpec,
  caps: ImportCaps = IMPORT_CAPS,
): ImportedRows {
  const dropped = new Map<string, number>();
  const drop = (reason: string): void => void dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
  const held = heldOutSplit(parts);
  const labels = new Map((spec.labels ?? []).map(({ name }) => [normaliseText(name), name]));
  const screened = parts.flatMap((part) =>
    part.rows.flatMap((row) => {
      const checked = screen(mappedRow(row, mapping, spec.fields), spec, labels);
      if (typeof checked === 'string') drop(checked);
      return typeof checked === 'string' ? [] : [{ ...checked, side: sideOf(checked.input, part.split, held) }];
    }),
  );
  const unique = withoutRepeats(screened, spec, drop);
  const side = (wanted: 'train' | 'test', cap: number): Example[] => {
    const own = unique.filter((row) => row.side === wanted).toSorted(byHash);
    own.slice(cap).forEach(() => drop(`more than ${cap} ${wanted === 'test' ? 'test ' : ''}rows`));
    return own.slice(0, cap).map(importedExample);
  };
  const test = side('test', caps.test);
  return {
    rows: side('train', caps.rows),
    test,
    read: parts.reduce((sum, part) => sum + part.rows.length, 0),
    dropped: Object.fromEntries([...dropped].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    testFrom: held === null ? 'hashed share' : 'own split',
  };
}

interface Sided extends GoldRow {
  readonly side: 'train' | 'test';
}

/** The split that is the test; null where the dataset is all of one split, whatever its name. */
function heldOutSplit(parts: readonly ImportPart[]): Split | null {
  const splits = new Set(parts.filter(({ rows }) => rows.length > 0).map(({ split }) => split));
  if (splits.size < 2) return null;
  if (splits.has('test')) return 'test';
  return splits.has('validation') ? 'validation' : null;
}

/** The row as it may be used, or why it may not. */
function screen(row: GoldRow, spec: TaskSpec, labels: ReadonlyMap<string, string>): GoldRow | string {
  const texts = typeof row.input === 'string' ? [row.input] : Object.values(row.input);
  if (texts.every((text) => text === '')) return 'empty input';
  if (row.output === '') return 'empty output';
  if (texts.reduce((sum, text) => sum + text.length, 0) > MAX_INPUT_CHARS) return 'input too long';
  if (row.output.length > MAX_OUTPUT_CHARS) return 'output too long';
  const form = formOf(spec);
  const spelled = (label: string): string => labels.get(normaliseText(label)) ?? label;
  const value = isListed(form) ? writtenList(row.output).map(spelled) : spelled(row.output);
  const checked = canonicalOutput(form, row.input, value);
  return 'fault' in checked ? REASONS[checked.fault] : { input: row.input, output: checked.output };
}

const REASONS = {
  empty: 'empty output',
  'not-in-labels': 'not one of the labels',
  'off-pattern': 'violates pattern',
  'not-in-input': 'violates fromInput',
  'too-long': 'violates maxChars',
  'breaks-schema': 'violates schema',
  'off-schema': 'violates schema',
} as const satisfies Record<OutputFault, string>;

const sideOf = (input: TaskInput, split: Split | null, held: Split | null): 'train' | 'test' => {
  if (held !== null) return split === held ? 'test' : 'train';
  return hashShare(input) < TEST_SHARE ? 'test' : 'train';
};

/**
 * Each input once. A demonstration goes; of a test row and a training row with one input the test row stays; labels
 * that contradict each other go together, since nobody knows which is right.
 */
function withoutRepeats(rows: readonly Sided[], spec: TaskSpec, drop: (reason: string) => void): readonly Sided[] {
  const shown = new Set(spec.demonstrations.map(({ input }) => comparableText(input)));
  const byInput = new Map<string, Sided[]>();
  for (const row of rows) {
    const key = normalisedInput(row.input);
    const same = byInput.get(key);
    if (shown.has(comparableText(row.input))) drop('is a demonstration');
    else if (same === undefined) byInput.set(key, [row]);
    else same.push(row);
  }
  return [...byInput.values()].flatMap((same) => {
    if (spec.kind === 'labels' && same.some(({ output }) => output !== same[0]?.output)) {
      same.forEach(() => drop('contradicts another row'));
      return [];
    }
    const kept = same.find(({ side }) => side === 'test') ?? same[0];
    same.slice(1).forEach(() => drop('duplicate'));
    return kept === undefined ? [] : [kept];
  });
}

const hashOfInput = (input: TaskInput): string => sha256Of(`imported ${normalisedInput(input)}`);

/** From 0 up to 1, the same for the same input. */
const hashShare = (input: TaskInput): number => Number.parseInt(hashOfInput(input).slice(0, 8), 16) / 2 ** 32;

const byHash = (one: GoldRow, other: GoldRow): number => (hashOfInput(one.input) < hashOfInput(other.input) ? -1 : 1);

function importedExample({ input, output }: GoldRow): Example {
  const id = rowId(input);
  return { id, input, output, origin: 'imported', votes: [], agreement: 1, group: id };
}
