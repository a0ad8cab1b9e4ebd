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
