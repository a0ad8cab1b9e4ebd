import { describe, expect, it } from 'vitest';
import { editTokens, scoreEditF1 } from '../../../../lib/metrics/edit-f1.ts';
import { editsBetween } from '../../../../lib/metrics/edit-operations.ts';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import recorded from '../../../support/recorded/edit-metrics.json' with { type: 'json' };

/** Both sides compute in doubles, so only the order of operations differs. */
const TOLERANCE = 1e-12;
const { edits, code } = recorded;

describe('edits', () => {
  it('are those of difflib', () => {
    expect(edits.length).toBeGreaterThanOrEqual(150);
    const ours = edits.map(({ input, expected }) =>
      editsBetween(editTokens(input), editTokens(expected)).map(({ from, to, becomes }) => [from, to, becomes]),
    );
    expect(ours).toEqual(edits.map((row) => row.edits));
  });

  it.each(recorded.editF1)('edit F1 of rows $from to $to is what precision and recall over them give', (part) => {
    const rows = edits.slice(part.from, part.to);
    const [inputs, expected, answers] = [
      rows.map((row) => row.input),
      rows.map((row) => row.expected),
      rows.map((row) => row.answer),
    ];
    expect(Math.abs(scoreEditF1(inputs, expected, answers).value() - part.value)).toBeLessThan(TOLERANCE);
  });
});

it.each(recorded.keywordBleu)('keyword BLEU of pairs $from to $to is what its formula gives', ({ from, to, value }) => {
  const pairs = code.slice(from, to);
  const scored = METRICS['keyword-bleu'].score(
    pairs.map((pair) => pair.expected),
    pairs.map((pair) => pair.answer),
  );
  expect(Math.abs(scored.value() - value)).toBeLessThan(TOLERANCE);
});
