import { normalisedInput } from '../dataset/normalise.ts';
import type { PlacedRow } from './gold-rows.ts';
import type { Problem } from './problem.ts';

/** What is wrong with gold rows together; empty where nothing is. */
export function checkRows(examples: readonly PlacedRow[], test: readonly PlacedRow[]): readonly Problem[] {
  return [...differingShapes([...examples, ...test]), ...contradictions(examples), ...inBoth(examples, test)];
}

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
