import { expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { reportLines } from '../../../../client/terminal/report-lines.ts';
import type { Report } from '../../../../contracts/report.ts';

const score = { on: 'gold', metric: 'accuracy', low: 0, high: 1, n: 3 } as const;
const REPORT: Report = {
  version: 1,
  task: { name: 't', kind: 'labels', metric: 'accuracy', labels: ['a', 'b'] },
  scores: [{ ...score, who: 'student-int8', value: 0.5 }],
  verdict: { decision: 'no', reason: 'worse' },
  cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
  files: [],
  ships: { file: 'int8', reason: '' },
  warnings: [],
  comparisons: [],
  gate: { margin: 0.05, lowerLimit: null, opening: null, openingsAllowed: 1, rowsToSettle: null },
  exportChanges: [],
  data: {},
  training: {},
  teacher: {},
  machine: { processor: '', threads: 1 },
};
const row = (expected: string, student: string | null, teacher: string) => ({
  id: expected,
  input: `in\nput \u001b[2J\u202E`,
  expected,
  answers: { 'student-int8': student, teacher },
});
const lines = (report: Report, rows: Parameters<typeof reportLines>[1]) =>
  reportLines(report, rows, { palette: createPalette('plain'), columns: 100 }).slice(7);

it('shows how each label fares, and what it is mostly taken for', () => {
  expect(lines(REPORT, [row('a', 'a', 'a'), row('b', 'a', 'b'), row('b', 'a', 'b')])).toEqual([
    'label  expected  answered  precision  recall  mostly taken for',
    'a             1         3      0.333   1.000',
    'b             2         0          -   0.000  a (2)',
  ]);
});

it('shows the worst rows of a text task, and nothing that steers a terminal', () => {
  const report: Report = { ...REPORT, task: { name: 't', kind: 'text', metric: 'exact-match', labels: null } };
  expect(lines(report, [row('x', 'x', 'x'), row('y', null, 'y')])).toEqual([
    'the 2 worst of 2 test rows, by exact-match',
    '2  in put [U+001B][2J[U+202E]',
    '    expected  y',
    '    teacher   y  (1.000)',
    '    student   (no valid answer)  (0.000)',
    '1  in put [U+001B][2J[U+202E]',
    '    expected  x',
    '    teacher   x  (1.000)',
    '    student   x  (1.000)',
  ]);
});

it('tells what each round came to', () => {
  const first = {
    round: 1,
    trainRows: 1200,
    score: 0.7,
    standardError: 0.04,
    gain: null,
    weakest: ['a (3 of 9 wrong)'],
    decision: 'again',
  } as const;
  const gain = { difference: 0.2, standardError: 0.03 };
  const rounds = [first, { ...first, round: 2, score: 0.9, gain, weakest: [] }].map((round) => ({
    ...round,
    weakest: [...round.weakest],
  }));
  expect(lines({ ...REPORT, rounds }, null)).toEqual([
    'rounds, on validation rows',
    'round 1  1,200 rows  0.700 ± 0.040  weak: a (3 of 9 wrong)',
    'round 2  1,200 rows  0.900 ± 0.040  gain 0.200 ± 0.030',
  ]);
});

it('tells how the student was found', () => {
  const student = {
    base: null,
    file: 'int8',
    standardError: 0.03,
    bytes: 1_200_000,
    p50Ms: 0.21,
    seconds: 4,
    trial: 0,
    exceeds: null,
    lossBehind: null,
    chosen: true,
  } as const;
  const behind = { difference: 0.01, standardError: 0.02 };
  const large = {
    family: 'encoder',
    base: 'minilm',
    bytes: 23_000_000,
    p50Ms: 3.4,
    seconds: 130,
    chosen: false,
  } as const;
  const trial = { ...student, family: 'encoder', number: 0 } as const;
  const search: NonNullable<Report['search']> = {
    version: 1,
    metric: 'accuracy',
    rows: 100,
    students: [
      { ...student, family: 'tfidf', score: 0.89, behind },
      { ...student, ...large, score: 0.9, behind: null },
    ],
    trials: [0, 1].map((number) => ({
      family: trial.family,
      base: null,
      number,
      changes: {},
      validationLoss: 0.5,
      steps: 10,
      seconds: 65,
      examplesPerSecond: 40,
      stoppedBy: 'epochs',
      failure: null,
    })),
    importances: [],
    leftOut: [],
    reason: 'tfidf is cheaper',
  };
  expect(lines({ ...REPORT, search }, null)).toEqual([
    'the search: tfidf is cheaper',
    'student                    on validation         behind     size     p50  trials     trained',
    'tfidf, int8                0.890 ± 0.030  0.010 ± 0.020   1.2 MB  0.2 ms       0       4.0 s  chosen',
    'encoder from minilm, int8  0.900 ± 0.030                 23.0 MB  3.4 ms       2  2 min 10 s',
  ]);
});
