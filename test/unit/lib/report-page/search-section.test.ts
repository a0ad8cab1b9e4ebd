import { expect, it } from 'vitest';
import type { StudentSearch } from '../../../../contracts/student-search.ts';
import { searchPlot } from '../../../../lib/report-page/search-plot.ts';
import { searchSection } from '../../../../lib/report-page/search-section.ts';

const student = {
  family: 'tfidf',
  base: null,
  file: 'int8',
  score: 0.85,
  standardError: 0.03,
  behind: { difference: 0.05, standardError: 0.02 },
  bytes: 40_000,
  p50Ms: 0.1,
  seconds: 2,
  trial: 0,
  exceeds: null,
  lossBehind: null,
  chosen: false,
} as const;

const trial = {
  family: 'encoder',
  base: 'minilm',
  number: 0,
  changes: {},
  validationLoss: 0.41,
  steps: 300,
  seconds: 130,
  examplesPerSecond: 40,
  stoppedBy: 'epochs',
  failure: null,
} as const;

const search = (over: Partial<StudentSearch> = {}): StudentSearch => ({
  version: 1,
  metric: 'accuracy',
  rows: 100,
  students: [
    student,
    {
      ...student,
      family: 'encoder',
      base: '<b>evil</b>',
      score: 0.9,
      behind: null,
      bytes: 23e6,
      p50Ms: 3.4,
      seconds: 130,
      chosen: true,
    },
  ],
  trials: [trial],
  importances: [],
  leftOut: [{ what: 'decoder', reason: 'none is at hand' }],
  reason: 'encoder 0.900 is the best',
  ...over,
});

const section = (made: StudentSearch): string =>
  searchSection({
    report: Object.assign(Object.create(null), { search: made }),
    instruction: '',
    predictions: null,
    provenance: Object.create(null),
  }).markup.replaceAll(/\s+/g, ' ');

it('shows every student, the chosen one marked, and what was left out', () => {
  const page = section(search());
  expect(page).toContain('Encoder 0.900 is the best.');
  expect(page).toContain('<td>tfidf, int8</td>');
  expect(page).toContain('0.050 ± 0.020');
  expect(page).toContain('&lt;b&gt;evil&lt;/b&gt;');
  expect(page.match(/<td>chosen<\/td>/g)).toHaveLength(1);
  expect(page).toContain('Not tried: decoder (none is at hand).');
  expect(page).not.toContain('<h3>Trials</h3>');
});

it('shows trials where there were several, with their settings and what those mattered', () => {
  const page = section(
    search({
      trials: [
        trial,
        {
          ...trial,
          number: 1,
          changes: { distil: 'soft', learningRate: 2e-4 },
          validationLoss: 0.38,
          stoppedBy: 'pruned',
        },
        { ...trial, number: 2, validationLoss: null, failure: 'trainer-out-of-memory' },
      ],
      importances: [{ family: 'encoder', settings: [{ setting: 'learningRate', share: 0.7 }] }],
    }),
  );
  expect(page).toContain('the recipe’s own');
  expect(page).toContain('distil soft, learningRate 0.0002');
  expect(page).toContain('trainer-out-of-memory');
  expect(page).toContain('learningRate 70.0');
});

it('draws who is beaten at both below the line, and nothing for one student alone', () => {
  const worse = { ...student, family: 'frozen-encoder', score: 0.8, bytes: 23e6, p50Ms: 3, seconds: 9 } as const;
  const { students } = search();
  const drawn = searchPlot(search({ students: [...students, worse] })).markup;
  // Two panels; on the line lie the small one and the best one.
  expect(
    [...drawn.matchAll(/class="frontier" d="(M[^"]*)"/g)].map(([, path]) => path?.match(/[ML]/g)?.join('')),
  ).toEqual(['ML', 'ML']);
  expect(searchPlot(search({ students: students.slice(0, 1) })).markup).toBe('');
});
