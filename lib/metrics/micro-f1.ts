import { listedItems } from '../task-output/listed-items.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { sumRows } from './sum-rows.ts';

/** Items that are right, expected and answered, of each row. */
const WIDTH = 3;

/**
 * F1 over the items of all lists together: 2 · right / (expected + answered). An item is right where it stands in both
 * lists of its row, letter for letter; each counts once a row. A text that is no list is a list of itself, an answer that
 * is none an empty one. 0 where nothing is right, even where nothing is expected.
 *
 * Of labels: `sklearn.metrics.f1_score` on the indicator matrices, `average='micro'`, `zero_division=0`. Of spans: the
 * entity F1 of CoNLL-2003 over the spans' texts.
 */
export function scoreMicroF1(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  requireSameLength(expected, answers);
  const statistics = new Float64Array(WIDTH * expected.length);
  for (const [row, text] of expected.entries()) {
    const [wanted, given] = [itemsOf(text), itemsOf(answers[row] ?? null)];
    const right = [...wanted].filter((item) => given.has(item)).length;
    statistics.set([right, wanted.size, given.size], WIDTH * row);
  }
  return {
    rows: expected.length,
    perRow: null,
    value: (weights) => {
      const [right = 0, wanted = 0, given = 0] = sumRows(statistics, WIDTH, weights);
      return right === 0 ? 0 : (2 * right) / (wanted + given);
    },
  };
}

/** The items of an output, each once. */
export const itemsOf = (answer: Answer): ReadonlySet<string> =>
  new Set(answer === null ? [] : (listedItems(answer) ?? [answer]));
