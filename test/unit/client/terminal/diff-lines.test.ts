import { expect, it } from 'vitest';
import { diffTexts } from '../../../../client/terminal/diff-lines.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import type { BuildDiff } from '../../../../lib/trace/diff-builds.ts';

const score = { who: 'teacher', metric: 'chrf++', on: 'gold', low: 0.4, high: 0.6, n: 1000 } as const;
const SAME: BuildDiff = {
  before: 'one',
  after: 'two',
  changes: { task: [], data: [], training: [], teacher: [], versions: [], result: [], cost: [], files: [] },
  prompt: [],
  rows: [],
  scores: [],
  predictions: null,
};

it('says in a line that nothing changed', () => {
  expect(diffTexts(SAME, createPalette('plain'))).toEqual([
    '- one',
    '+ two',
    '',
    'The same: task, data, training, teacher, versions, result, cost, files.',
  ]);
});

it('shows prompt, values, rows and scores, each below its area', () => {
  const lines = diffTexts(
    {
      ...SAME,
      changes: {
        ...SAME.changes,
        task: [{ name: 'seed', before: '1', after: null }],
        result: [{ name: 'modelHash', before: 'a'.repeat(64), after: 'x\u001b[2J' }],
      },
      prompt: [...'abcd'.split('').map((text) => ({ sign: ' ' as const, text })), { sign: '+' as const, text: 'e' }],
      rows: [
        { part: 'train', same: 5, added: ['1', '2'], removed: ['3'], relabelled: [] },
        { part: 'test', same: 9, added: [], removed: [], relabelled: [] },
      ],
      scores: [
        {
          who: 'teacher',
          metric: 'chrf++',
          on: 'gold',
          before: { ...score, value: 0.5 },
          after: { ...score, value: 0.45 },
        },
      ],
    },
    createPalette('plain'),
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "- one
    + two

    prompt
        c
        d
      + e

    task
            -  +
      seed  1  (none)

    result
                 -              +
      modelHash  aaaaaaaaaaaa…  x [2J

    rows
      train       2 added, 1 removed, 0 with another output, 5 the same

    scores
      who      on    metric  -                                   +                                   change
      teacher  gold  chrF++  0.500 (0.400 to 0.600, 1,000 rows)  0.450 (0.400 to 0.600, 1,000 rows)  -0.050

    The same: data, training, teacher, versions, cost, files."
  `);
});

const row = (id: string, change: 'fixed' | 'broken') =>
  ({ id, input: { text: `row ${id}\u001b[2J` }, expected: 'a', before: 'b', after: null, change }) as const;

it('shows how many answers changed, the broken ones first, and no more than five', () => {
  const changed = [row('1', 'broken'), ...['2', '3', '4', '5', '6', '7'].map((id) => row(id, 'fixed'))];
  const predictions = { shared: 1200, fixed: 6, broken: 1, mcnemarP: 0.125, changed };
  const lines = diffTexts({ ...SAME, predictions }, createPalette('plain'));
  expect(lines.slice(3, 7)).toEqual([
    'predictions',
    '  7 of 1,200 common answers changed: 6 fixed, 1 broken (McNemar p = 0.125)',
    '  broken  {"text":"row 1\\u001b[2J"}',
    '          b → (no valid answer); expected a',
  ]);
  expect(lines.filter((line) => line.startsWith('  fixed '))).toHaveLength(4);
  expect(lines).toContain('  and 2 more: --json has them all');
});

it('says where no test row is common', () => {
  const predictions = { shared: 0, fixed: 0, broken: 0, mcnemarP: 1, changed: [] };
  expect(diffTexts({ ...SAME, predictions }, createPalette('plain'))).toContain('  no test row is common to both');
});
