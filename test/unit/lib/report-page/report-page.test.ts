import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../contracts/report.ts';
import type { Slice } from '../../../../contracts/slices.ts';
import type { PageFacts, PredictionRow } from '../../../../lib/report-page/page-facts.ts';
import { reportPage } from '../../../../lib/report-page/report-page.ts';

const EVIL = `<script>alert(1)</script><img src=x onerror="alert(2)">'"&\u202E\u0000`;
const score = { on: 'gold', low: 0.5, high: 0.9, n: 4, metric: 'accuracy' } as const;
const part = (rows: number) => ({
  rows,
  groups: rows,
  origins: { gold: 1, generated: rows - 1, imported: 0 },
  outputs: { a: 0.75, [EVIL]: 0.25 },
  inputLengths: { median: 10, p90: 20, max: 30 },
  outputLengths: { median: 1, p90: 1, max: 1 },
});

const slice = (other: Partial<Slice>): Slice => ({
  by: 'label',
  name: 'a',
  rows: 30,
  student: { value: 0.5, low: 0.33, high: 0.67 },
  teacher: { value: 0.9, low: 0.74, high: 0.97 },
  holmP: 1,
  weak: false,
  ...other,
});

const REPORT: Report = {
  version: 1,
  task: { name: 'triage', kind: 'labels', metric: 'accuracy', labels: ['a', 'b'] },
  scores: [
    { ...score, who: 'student-int8', value: 0.75 },
    { ...score, who: 'student-fp32', value: 0.7 },
    { ...score, who: 'teacher', value: 0.9 },
    { ...score, who: 'majority', value: 0.5 },
    { ...score, who: 'student-int8', metric: 'macro-f1', value: 0.61 },
  ],
  verdict: { decision: 'unproven', reason: 'Too few rows.' },
  cost: { usd: 1.5, tokens: 5000, inputTokens: 4000, outputTokens: 1000, calls: 70 },
  costs: [
    {
      stage: 'generate',
      paid: { usd: 1.2, inputTokens: 3000, outputTokens: 900, calls: 60 },
      reused: 5,
      rejected: { 'off-schema': 2 },
    },
    { stage: 'evaluate', paid: { usd: 0.3, inputTokens: 1000, outputTokens: 100, calls: 10 }, reused: 0, rejected: {} },
  ],
  files: [
    { path: 'onnx/model.onnx', bytes: 91_000_000, p50Ms: 8.9 },
    { path: 'onnx/model_quantized.onnx', bytes: 23_700_000, p50Ms: 3.5 },
  ],
  ships: { file: 'int8', reason: 'smaller and faster' },
  warnings: ['Metrics disagree.'],
  comparisons: [
    {
      student: 'student-int8',
      other: 'teacher',
      metric: 'accuracy',
      difference: -0.15,
      low: -0.3,
      high: 0.01,
      mcnemarP: 0.0004,
    },
  ],
  gate: { margin: 0.05, lowerLimit: -0.28, opening: 2, openingsAllowed: 1, rowsToSettle: 1500 },
  spent: [
    { seconds: 30, stage: 'parse', usd: 0.1, tokens: 300 },
    { seconds: 300, stage: 'generate', usd: 0.8, tokens: 2000 },
    { seconds: 400, stage: 'generate', usd: 1.2, tokens: 4000 },
    { seconds: 900, stage: EVIL, usd: 1.5, tokens: 5000 },
  ],
  slices: {
    metric: 'accuracy',
    leastRows: 20,
    small: 1,
    slices: [
      slice({ by: 'label', name: EVIL, weak: true, holmP: 0.0002 }),
      slice({ by: 'length', name: 'short: up to 9 characters', teacher: null }),
    ],
  },
  rounds: [
    {
      round: 1,
      trainRows: 20,
      score: 0.7,
      standardError: 0.1,
      gain: null,
      weakest: [`${EVIL} (3 of 5 wrong)`],
      decision: 'again',
    },
    {
      round: 2,
      trainRows: 30,
      score: 0.9,
      standardError: 0.05,
      gain: { difference: 0.2, standardError: 0.08 },
      weakest: [],
      decision: 'again',
    },
  ],
  exportChanges: [{ from: 'fp32', to: 'int8', on: 'test', rows: 4, changedAnswers: 0.025, maxLogitDifference: null }],
  data: {
    train: part(30),
    validation: part(10),
    test: part(4),
    duplicates: 3,
    leaksRemoved: { near: 2 },
    leaksLeft: { near: 0 },
  },
  training: {
    curve: [1, 2, 3, 4].map((step) => ({ step, loss: 2 / step })),
    validation: [
      { step: 2, loss: 1 },
      { step: 4, loss: 0.8 },
    ],
    steps: 4,
    bestStep: 4,
    stoppedBy: 'patience',
    trainRows: 30,
    parameters: 22_700_000,
    device: 'cpu',
  },
  teacher: { simulated: true },
  machine: { processor: 'EPYC', threads: 1 },
};

const row = (id: string, expected: string, student: string, teacher: string | null): PredictionRow => ({
  id,
  input: `input ${id}`,
  expected,
  answers: { 'student-int8': student, 'student-fp32': student, teacher },
});
const ROWS = [row('1', 'a', 'a', 'a'), row('2', 'a', 'b', 'b'), row('3', 'b', 'a', 'b'), row('4', 'b', 'b', null)];
const hash = (digit: string) => digit.repeat(64);

const FACTS: PageFacts = {
  report: REPORT,
  instruction: 'Sort the message.',
  provenance: {
    buildId: 'triage-0-1',
    bundleHash: hash('a'),
    modelHash: hash('b'),
    seed: 3,
    config: hash('c'),
    spec: hash('d'),
    data: {
      train: { sha256: hash('1'), rows: 30 },
      validation: { sha256: hash('2'), rows: 10 },
      test: { sha256: hash('3'), rows: 4 },
    },
    base: { name: 'MiniLM', license: 'apache-2.0' },
    teacher: { model: 'gpt', simulated: true, reported: ['gpt schema'] },
    student: { family: 'encoder', steps: 4 },
    versions: { node: '20.20.2' },
  },
  predictions: ROWS,
};

/** The words of a page in their order, without its marks. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const words = wordsOf(reportPage(FACTS));
/** Words of the page with these parts of the test. */
const pageWith = (predictions: PageFacts['predictions'], slices: Report['slices']): string =>
  wordsOf(reportPage({ ...FACTS, report: { ...REPORT, slices }, predictions }));

describe('reportPage', () => {
  it('begins with the verdict and its sentence', () => {
    expect(words.indexOf('Unproven Too few rows.')).toBeGreaterThan(0);
    expect(words.indexOf('Unproven Too few rows.')).toBeLessThan(words.indexOf('Scores'));
  });

  it('shows every score with its interval, and calls a simulated teacher so', () => {
    expect(words).toContain('Student, int8 (ships) 75.0 50.0 – 90.0 4 23.7 MB 3.5 ms');
    expect(words).toContain('Teacher (simulated) 90.0 50.0 – 90.0 4');
    expect(words).toContain('Student, int8 (ships) − Teacher (simulated) accuracy −15.0 −30.0 – +1.0 p &lt; 0.001');
    expect(words).not.toMatch(/Teacher (?!\(simulated\))\d/);
  });

  it('calls scores on generated rows agreement', () => {
    const scores = REPORT.scores.map((one) => ({
      ...one,
      on: 'generated' as const,
      metric: one.metric === 'accuracy' ? 'agreement' : one.metric,
    }));
    const page = wordsOf(reportPage({ ...FACTS, report: { ...REPORT, scores } }));
    expect(page).toContain('agreement with the teacher on 4 generated rows');
    expect(page).toContain('4 generated test rows');
  });

  it('shows the wrong rows, those first that the teacher got right, and how many of how many', () => {
    expect(words).toContain('The student is wrong on 2 of 4 gold test rows; 2 are shown');
    expect(words.indexOf('input 3')).toBeLessThan(words.indexOf('input 2'));
    expect(words).not.toContain('input 1 ');
  });

  it('shows rows that have degrees from the worst on, and none that is fully right', () => {
    const rows = [
      row('1', 'the cat sat', 'the cat sat', 'x'),
      row('2', 'the cat sat', 'the cat', 'x'),
      row('3', 'the cat sat', 'dog', 'x'),
    ];
    const page = pageOf({ kind: 'text', metric: 'chrf++', labels: null }, rows);
    expect(page).toMatch(/The student falls short of 2 of 3\sgold test rows; 2 are shown, the lowest chrF\+\+ first/);
    const shown = page.slice(page.indexOf('falls short'));
    expect(shown.indexOf('input 3')).toBeLessThan(shown.indexOf('input 2'));
    expect(shown).not.toContain('input 1');
  });

  it('shows at most 300 rows', () => {
    const many = Array.from({ length: 400 }, (_, index) => row(`n${index}`, 'a', 'b', 'a'));
    const page = reportPage({ ...FACTS, predictions: many });
    expect(wordsOf(page)).toContain('The student is wrong on 400 of 400 gold test rows; 300 are shown');
    expect(page.split('data-name="Input"')).toHaveLength(301);
  });

  it('shows student and teacher by parts of the test, and says which part is weak', () => {
    expect(words).toMatch(/The student is weak on 1 of 2\sparts: .* \(30\srows\)\./);
    expect(words).toMatch(/By expected label .* 30 50\.0 33\.0\s–\s67\.0 90\.0 weak , p &lt; 0\.001/);
    expect(words).toMatch(/short: up to 9 characters 30 50\.0 33\.0\s–\s67\.0 – p = 1\.000/);
    expect(words).toMatch(/1\spart of fewer than 20 rows is left out/);
    expect(words).not.toMatch(/likeness|such as/);
    const { slices: _, ...without } = REPORT;
    expect(wordsOf(reportPage({ ...FACTS, report: without }))).not.toContain('Parts of the test');
  });

  describe('with clusters of inputs', () => {
    const found = { metric: 'accuracy', leastRows: 20, small: 0 };
    const clusters = [slice({ by: 'cluster', name: 'late, parcel', example: '3', weak: true, holmP: 0.01 })];

    it('names each by its words and the beginning of its likest row', () => {
      const long = { ...row('3', 'a', 'a', 'a'), input: { text: `${EVIL} ${'x '.repeat(100)}` } };
      const page = reportPage({
        ...FACTS,
        report: { ...REPORT, slices: { ...found, slices: clusters } },
        predictions: [long],
      });
      expect(wordsOf(page)).toMatch(/By likeness of the inputs.* late, parcel such as “ .*x x… ”/);
      expect(page).not.toContain('<script>alert');
      expect(pageWith(null, { ...found, slices: clusters })).toMatch(/late, parcel 30 50\.0/);
    });

    it('says why there are none', () => {
      const noClusters = 'Inputs are not grouped by likeness: no embedder.';
      expect(pageWith(ROWS, { ...found, slices: [slice({})], noClusters })).toContain(`called weak. ${noClusters}`);
    });
  });

  it('says how often student and teacher differ, and shows what the student alone got right', () => {
    const rows = [row('1', 'a', 'a', 'a'), row('2', 'a', 'a', 'b'), row('3', 'b', 'a', 'b'), row('4', 'b', 'a', null)];
    const page = wordsOf(reportPage({ ...FACTS, predictions: rows }));
    expect(page).toMatch(
      /different answers on 3 of 4\stest rows \(75\.0\s%\): the student is right on 1, the teacher on 1, neither on 1\./,
    );
    expect(page).toMatch(/Student right, teacher not: 1\srow .* input 2 a b ✗ a ✓/);
    expect(page).toMatch(/Both wrong, differently: 1\srow/);
  });

  it('counts labels against answers', () => {
    expect(words).toContain('a 2 2 1 50.0 % 50.0 %');
  });

  it('shows cost by stage, leaks and hashes', () => {
    expect(words).toContain('generate $1.20 60 3,000 900 5 2 off-schema');
    expect(words).toContain('2 training rows were taken out because they touch the test (2 near); 0 are left that do.');
    expect(words).toContain(hash('a'));
  });

  it('draws the cost over time, in tokens where there is no price, and nothing where nobody paid', () => {
    const page = reportPage(FACTS);
    expect(page).toContain('aria-label="Dollars paid in all against time: $1.50 after 15.0 minutes"');
    // Where each stage ended; the two points of generation are one.
    expect(page).toMatch(/generate: \$1\.20 in all/);
    expect(page).not.toContain('$0.8000 in all');
    const spent = (REPORT.spent ?? []).map((point) => ({ ...point, usd: 0 }));
    expect(reportPage({ ...FACTS, report: { ...REPORT, spent } })).toContain(
      'aria-label="Tokens paid in all against time: 5,000 tokens after 15.0 minutes"',
    );
    const reused = spent.map((point) => ({ ...point, tokens: 0 }));
    expect(reportPage({ ...FACTS, report: { ...REPORT, spent: reused } })).not.toContain('against time');
  });

  it('draws the score of each round against its training rows', () => {
    expect(reportPage(FACTS)).toContain(
      'Score on validation rows against training rows. round 1, 20 rows: 70.0; round 2, 30 rows: 90.0',
    );
    const rounds = (REPORT.rounds ?? []).slice(0, 1);
    expect(reportPage({ ...FACTS, report: { ...REPORT, rounds } })).not.toContain('against training rows');
  });

  it('tells what each round came to, and nothing of rounds where there was one', () => {
    expect(words).toContain('1 20 0.700 ± 0.100');
    expect(words).toContain('2 30 0.900 ± 0.050 0.200 ± 0.080 more may help');
    const { rounds: _, ...single } = REPORT;
    expect(wordsOf(reportPage({ ...FACTS, report: single }))).not.toContain('Rounds');
  });

  it('gives the same bytes for the same facts', () => {
    expect(reportPage(structuredClone(FACTS))).toBe(reportPage(FACTS));
  });

  it('asks for nothing from outside and holds no script', () => {
    const page = reportPage(FACTS);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object)|<[^>]*\s(?:src|href|on\w+)=|url\(|@import/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('lets no text of a user or a model become markup, wherever it stands', () => {
    const evil = fill(FACTS);
    const page = reportPage(evil);
    expect(page).not.toMatch(/<script|<img|onerror="/i);
    expect(['\u0000', '\u202E'].filter((sign) => page.includes(sign))).toEqual([]);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('says so where rows, curve or data report are not at hand', () => {
    const page = wordsOf(reportPage({ ...FACTS, predictions: null, report: { ...REPORT, data: {}, training: {} } }));
    expect(page).toContain('The answers row by row are not at hand here');
    expect(page).not.toContain('NaN');
  });

  it('draws no number that is none', () => {
    expect(reportPage(FACTS)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

/** Every text that comes from users, models or endpoints, replaced. */
function fill(facts: PageFacts): PageFacts {
  const { report } = facts;
  const evilRow = {
    id: EVIL,
    input: { [EVIL]: EVIL },
    expected: EVIL,
    answers: { 'student-int8': EVIL + 1, teacher: EVIL },
  };
  return {
    ...facts,
    instruction: EVIL,
    predictions: [evilRow],
    provenance: {
      ...facts.provenance,
      buildId: EVIL,
      base: { name: EVIL, license: EVIL },
      versions: { [EVIL]: EVIL },
      teacher: { model: EVIL, simulated: false, reported: [EVIL] },
    },
    report: {
      ...report,
      task: { ...report.task, name: EVIL, labels: [EVIL, 'b'] },
      verdict: { decision: 'no', reason: EVIL },
      warnings: [EVIL],
      ships: { file: 'int8', reason: EVIL },
      machine: { processor: EVIL, threads: 1 },
      costs: [
        {
          stage: EVIL,
          paid: { usd: 1, inputTokens: 1, outputTokens: 1, calls: 1 },
          reused: 0,
          rejected: { [EVIL]: 1 },
        },
      ],
      training: { ...report.training, stoppedBy: EVIL, device: EVIL },
      exportChanges: [{ from: EVIL, to: EVIL, on: EVIL, rows: 1, changedAnswers: 0, maxLogitDifference: null }],
    },
  };
}

const pageOf = (task: Partial<Report['task']>, rows: readonly PredictionRow[], scores = REPORT.scores) =>
  wordsOf(
    reportPage({ ...FACTS, report: { ...REPORT, task: { ...REPORT.task, ...task }, scores }, predictions: rows }),
  );

describe('of other forms of labels', () => {
  it('counts each of several labels by the rows that have it, and takes no list for another', () => {
    const rows = [
      row('1', '["a","b"]', '["a"]', null),
      row('2', '["b"]', '["b"]', null),
      row('3', '[]', '["a"]', null),
    ];
    const page = pageOf({ several: true, metric: 'micro-f1' }, rows);
    expect(page).not.toContain('expected ↓ student →');
    // Expected, answered, both, precision, recall.
    expect(page).toMatch(/\ba 1 2 1 50\.0\s?% 100\.0\s?% b 2 1 1 100\.0\s?% 50\.0\s?%/);
    expect(page).toContain('The student is wrong on 2 of 3');
  });

  it('says of a scale how many steps the student is off', () => {
    const closeness = REPORT.scores.map((one) => ({ ...one, metric: 'closeness' }));
    const page = pageOf({ metric: 'closeness', labels: ['low', 'a', 'b'] }, ROWS, closeness);
    // Closeness 0.75 on three labels: a quarter of two steps.
    expect(page).toContain('0.50 steps off on average');
    const off = { ...score, who: 'teacher', metric: 'mean-absolute-error', value: 1.25, low: 1.1, high: 1.4 } as const;
    const measured = pageOf({ metric: 'closeness', labels: ['low', 'a', 'b'] }, ROWS, [...closeness, off]);
    expect(measured).toContain('Mean absolute error, steps');
    expect(measured).toContain('1.25 1.10 – 1.40');
  });
});
