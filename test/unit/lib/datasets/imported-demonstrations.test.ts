import { describe, expect, it } from 'vitest';
import type { Example, TaskInput } from '../../../../contracts/example.ts';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { IMPORTED_BYTES, withImportedDemonstrations } from '../../../../lib/datasets/imported-demonstrations.ts';
import { rowId } from '../../../../lib/dataset/row-id.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: 'Sort the message.',
  kind: 'labels',
  fields: null,
  labels: ['billing', 'delivery', 'returns'].map((name) => ({ name, description: null })),
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  instructionEnglish: null,
  language: null,
  notes: [],
};
const TEXT: TaskSpec = { ...SPEC, kind: 'text', labels: null };

const imported = (input: string, output: string): Example => {
  const id = rowId(input);
  return { id, input, output, origin: 'imported', votes: [], agreement: 1, group: id };
};
/** Words that share no 5-gram with each other. */
const words = (at: number) => [3, 5, 7, 11].map((factor) => ((at + 1) * factor * 104_729).toString(36)).join(' ');
/** Of ten rows seven are about billing and one is about returns. */
const labelOf = (at: number) => (at % 10 < 7 ? 'billing' : at % 10 < 9 ? 'delivery' : 'returns');
const ROWS = Array.from({ length: 60 }, (_, at) => imported(words(at), labelOf(at)));
const counts = (spec: TaskSpec) =>
  ['billing', 'delivery', 'returns'].map((label) => spec.demonstrations.filter((row) => row.output === label).length);

const loud = (input: TaskInput) => (typeof input === 'string' ? input.toUpperCase() : '');
const chinese = (at: number) => String.fromCodePoint(...Array.from({ length: 190 }, (_, of) => 0x4e00 + 190 * at + of));
const inputs = (rows: readonly Example[], seed: number) =>
  withImportedDemonstrations(TEXT, rows, [], seed).demonstrations.map((row) => row.input);

describe('withImportedDemonstrations', () => {
  it('shows eight imported rows where the user gave none, of every label as many as can be', () => {
    const told = withImportedDemonstrations(SPEC, ROWS, [], 1);
    expect(told.importedDemonstrations).toBe(8);
    expect(counts(told).toSorted((one, other) => one - other)).toEqual([2, 3, 3]);
    const [first, second, third] = told.demonstrations.map((row) => row.output);
    expect(new Set([first, second, third]).size).toBe(3);
    const known = new Map(ROWS.map((row) => [row.input, row.output]));
    expect(told.demonstrations.every((row) => known.get(row.input) === row.output)).toBe(true);
  });

  it('puts the user’s own first, counts their labels, and adds only what is missing to eight', () => {
    const own = ['one', 'two', 'three', 'four', 'five'].map((input) => ({ input, output: 'billing' }));
    const told = withImportedDemonstrations({ ...SPEC, demonstrations: own }, ROWS, [], 1);
    expect(told.demonstrations.slice(0, 5)).toEqual(own);
    expect([counts(told), told.importedDemonstrations]).toEqual([expect.arrayContaining([5, 1, 2]), 3]);
  });

  it('leaves the task as it is where the user gave eight, or nothing can be shown', () => {
    const own = Array.from({ length: 8 }, (_, at) => ({ input: `own ${at}`, output: 'billing' }));
    const spec = { ...SPEC, demonstrations: own };
    expect(withImportedDemonstrations(spec, ROWS, [], 1)).toBe(spec);
    expect(withImportedDemonstrations(SPEC, ROWS, ROWS, 1)).toBe(SPEC);
    expect(withImportedDemonstrations(SPEC, [imported('x'.repeat(IMPORTED_BYTES.each), 'billing')], [], 1)).toBe(SPEC);
  });

  it('shows no row of the test, and none that is nearly one', () => {
    const free = ROWS.slice(0, 3).map((row) => row.input);
    const test = ROWS.slice(3).map((row) => imported(`${loud(row.input)}!`, row.output));
    const told = withImportedDemonstrations(SPEC, ROWS, test, 1);
    expect(new Set(told.demonstrations.map((row) => row.input))).toEqual(new Set(free));
  });

  it('shows nothing twice that differs by a word', () => {
    const long = 'Please tell me where the parcel is that I ordered in the first week of the month';
    const alike = [1, 2, 3, 4].map((day) => imported(`${long}, day ${day}`, 'delivery'));
    expect(withImportedDemonstrations(SPEC, alike, [], 1).demonstrations).toHaveLength(1);
  });

  it('shows texts with different outputs before any output twice', () => {
    const rows = Array.from({ length: 40 }, (_, at) => imported(words(at), at % 4 === 0 ? `answer ${at}` : 'N/A'));
    const told = withImportedDemonstrations(TEXT, rows, [], 1);
    expect(told.demonstrations.filter((row) => row.output === 'N/A')).toHaveLength(1);
    expect(told.demonstrations).toHaveLength(8);
  });

  it('stops at 2,000 bytes, counted as they are sent', () => {
    const rows = Array.from({ length: 20 }, (_, at) => imported(chinese(at), 'billing'));
    // 570 bytes of text and 30 around it: three are 1,800.
    expect(withImportedDemonstrations(SPEC, rows, [], 1).importedDemonstrations).toBe(3);
  });

  it('draws by the seed, the same in any order of the rows, and hardly otherwise with a row more', () => {
    const rows = ROWS.map((row, at) => ({ ...row, output: `answer ${at}` }));
    expect(inputs(rows.toReversed(), 1)).toEqual(inputs(rows, 1));
    expect(inputs(rows, 2)).not.toEqual(inputs(rows, 1));
    const more = inputs([...rows, imported('quite another row', 'more')], 1);
    expect(more.filter((input) => !inputs(rows, 1).includes(input)).length).toBeLessThanOrEqual(1);
  });
});
