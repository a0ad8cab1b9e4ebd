import { violatedConstraint, type ConstraintName } from './violated-constraint.ts';
import type { Constraints } from '../../contracts/task-config.ts';
import { normalisedInput } from '../dataset/normalise.ts';
import type { PlacedRow } from './gold-rows.ts';
import { nearestWord } from './nearest-word.ts';
import type { Problem } from './problem.ts';

/** What the rows of a task are held against. */
export interface RowRules {
  /** Null where none are given. */
  readonly labels: readonly string[] | null;
  readonly constraints: Constraints;
}

/** What is wrong with gold rows, by themselves and together; empty where nothing is. */
export function checkRows(
  examples: readonly PlacedRow[],
  test: readonly PlacedRow[],
  rules: RowRules,
): readonly Problem[] {
  const all = [...examples, ...test];
  return [
    ...all.flatMap((row) => checkRow(row, rules)),
    ...differingShapes(all),
    ...contradictions(examples),
    ...inBoth(examples, test),
  ];
}

function checkRow({ row, where }: PlacedRow, { labels, constraints }: RowRules): readonly Problem[] {
  const texts = typeof row.input === 'string' ? [row.input] : Object.values(row.input);
  if (texts.every((text) => text.trim() === '')) return [{ where, message: 'the input is empty' }];
  if (row.output.trim() === '') return [{ where, message: 'the output is empty' }];
  if (labels !== null && !labels.includes(row.output)) {
    const nearest = nearestWord(row.output, labels);
    return [{ where, message: `"${row.output}" is none of the labels; the nearest is "${nearest ?? ''}"` }];
  }
  const violated = violatedConstraint(constraints, row.input, row.output);
  return violated === null ? [] : [{ where, message: violation(violated, constraints, row.output) }];
}

const violation = (name: ConstraintName, { pattern, maxChars }: Constraints, output: string): string =>
  ({
    maxChars: `the output has ${output.length} characters, and output.maxChars allows ${maxChars}`,
    pattern: `the output "${output}" does not match output.pattern ${pattern}`,
    fromInput: `the output "${output}" does not stand in the input, as output.fromInput demands`,
  })[name];

/** One model reads one kind of input: all texts, or all records of the same fields. */
function differingShapes(rows: readonly PlacedRow[]): readonly Problem[] {
  const [first] = rows;
  if (first === undefined) return [];
  const wanted = shapeOf(first);
  return rows
    .filter((row) => shapeOf(row) !== wanted)
    .map((row) => ({
      where: row.where,
      message: `the input is ${shapeOf(row)}, while that of ${first.where} is ${wanted}`,
    }));
}

const shapeOf = ({ row }: PlacedRow): string =>
  typeof row.input === 'string'
    ? 'a text'
    : `a record of ${Object.keys(row.input).toSorted().join(', ') || 'no field'}`;

function contradictions(examples: readonly PlacedRow[]): readonly Problem[] {
  const seen = new Map<string, PlacedRow>();
  const problems: Problem[] = [];
  for (const example of examples) {
    const key = normalisedInput(example.row.input);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, example);
    else if (earlier.row.output !== example.row.output)
      problems.push({
        where: example.where,
        message: `says "${example.row.output}" for an input that ${earlier.where} calls "${earlier.row.output}"`,
      });
  }
  return problems;
}

/** A row that was shown cannot also judge. */
function inBoth(examples: readonly PlacedRow[], test: readonly PlacedRow[]): readonly Problem[] {
  const shown = new Map(examples.map((example) => [normalisedInput(example.row.input), example.where]));
  return test.flatMap(({ row, where }) => {
    const example = shown.get(normalisedInput(row.input));
    return example === undefined
      ? []
      : [{ where, message: `the input stands in the examples too (${example}): leave it out of one of them` }];
  });
}
