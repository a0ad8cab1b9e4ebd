import type { Example } from '../../contracts/example.ts';
import type { Slice } from '../../contracts/slices.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { itemsOf } from '../metrics/micro-f1.ts';
import { inputText } from '../task-input/input-text.ts';
import type { InputTraits } from './input-traits.ts';
import { NOT_TOLD } from './languages-of.ts';
import { scriptOf } from './script-of.ts';

/** Rows of a test that have something in common, by their places. */
export interface RowSlice extends Pick<Slice, 'by' | 'name'> {
  readonly places: readonly number[];
  /** Place of the row that is most like the others of its cluster. */
  readonly example?: number;
}

/**
 * The parts of a test: by expected label (of several labels, each one that a row has), by thirds of the input's length in
 * characters, by its language, and by whose rows they are. What would put all rows into one part is left out, and so are
 * languages where only one is told and the other rows, of the same script, are too short to tell.
 */
export function sliceRows(
  spec: Pick<TaskSpec, 'labels' | 'fields'>,
  rows: readonly Example[],
  traits: Pick<InputTraits, 'languages' | 'texts'>,
): readonly RowSlice[] {
  const texts = rows.map((row) => inputText(row.input, spec.fields));
  const labels = spec.labels?.map(({ name }) => name) ?? [];
  const wanted = rows.map((row) => itemsOf(row.output));
  return [
    ...labels.map((name) => ({ by: 'label' as const, name, places: placesOf(wanted, (items) => items.has(name)) })),
    ...byLength(texts.map((text) => Array.from(text).length)),
    ...(areSeveral(traits) ? byName('language', traits.languages) : []),
    ...byName(
      'origin',
      rows.map((row) => row.origin),
    ),
  ].filter(({ places }) => places.length > 0 && places.length < rows.length);
}

function placesOf<Row>(rows: readonly Row[], fits: (row: Row) => boolean): readonly number[] {
  return rows.flatMap((row, place) => (fits(row) ? [place] : []));
}

const byName = (by: Slice['by'], names: readonly string[]): readonly RowSlice[] =>
  [...new Set(names)].toSorted().map((name) => ({ by, name, places: placesOf(names, (one) => one === name) }));

/** Otherwise the parts would be long and short inputs by another name. */
const areSeveral = ({ languages, texts }: Pick<InputTraits, 'languages' | 'texts'>): boolean =>
  new Set(languages.filter((name) => !name.startsWith(NOT_TOLD))).size > 1 || new Set(texts.map(scriptOf)).size > 1;

/** Equal lengths lie in one third, which may therefore hold more rows than another. */
function byLength(lengths: readonly number[]): readonly RowSlice[] {
  const sorted = lengths.toSorted((one, other) => one - other);
  const third = (number: number): number => sorted[Math.ceil((number * sorted.length) / 3) - 1] ?? 0;
  const [short, middle] = [third(1), third(2)];
  const within = (low: number, high: number): readonly number[] =>
    placesOf(lengths, (length) => length > low && length <= high);
  return [
    { by: 'length', name: `short: up to ${short} characters`, places: within(-1, short) },
    { by: 'length', name: `middle: ${short + 1} to ${middle} characters`, places: within(short, middle) },
    { by: 'length', name: `long: ${middle + 1} characters and more`, places: within(middle, Infinity) },
  ];
}
