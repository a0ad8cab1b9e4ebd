import { expect, it } from 'vitest';
import { Report, type Score } from '../../../../contracts/report.ts';
import { resultJson, resultLines } from '../../../../infra/demo/result-lines.ts';
import { noStats } from '../../../../infra/local/simulated-teacher/teacher-stats.ts';

const score = (who: Score['who'], value: number, metric = 'exact-match'): Score => ({
  who,
  on: 'gold',
  metric,
  value,
  low: value - 0.05,
  high: value + 0.05,
  n: 200,
});

const REPORT = Report.parse({
  version: 1,
  task: { name: 'date-normalization', kind: 'text', metric: 'exact-match', labels: null },
  scores: [
    score('teacher', 0.9),
    score('copy', 0.1),
    score('student-fp32', 0.81),
    score('student-int8', 0.8),
    score('student-int8', 0.99, 'chrf++'),
  ],
  verdict: { decision: 'unproven', reason: 'At most 9 points worse than the teacher.' },
  cost: { usd: 0.5, tokens: 9_000, inputTokens: 8_000, outputTokens: 1_000, calls: 1_200 },
  files: [
    { path: 'onnx/encoder_model.onnx', bytes: 4_000_000, p50Ms: 8 },
    { path: 'onnx/decoder_model_merged.onnx', bytes: 6_000_000, p50Ms: 9 },
    { path: 'onnx/encoder_model_quantized.onnx', bytes: 1_000_000, p50Ms: 5 },
    { path: 'onnx/decoder_model_merged_quantized.onnx', bytes: 2_000_000, p50Ms: 5 },
  ],
  ships: { file: 'int8', reason: 'no worse on validation' },
  warnings: [],
  comparisons: [],
  gate: { margin: 0.05, lowerLimit: -0.09, opening: 1, openingsAllowed: 1, rowsToSettle: 900 },
  exportChanges: [],
  data: {},
  training: {},
  teacher: {},
  machine: { processor: 'any', threads: 2 },
});
const BUILT = [{ example: 'date-normalization', out: 'out/date-normalization', report: REPORT }] as const;

it('shows the students first, by the primary metric alone, and calls the teacher simulated', () => {
  expect(resultLines(BUILT, { ...noStats(), answered: 1_210, malformed: 24, rateLimited: 20 })).toEqual([
    'example             who                  metric       value  95 % interval   rows     size  median',
    'date-normalization  student-int8         exact-match  0.800  0.750 to 0.850   200   3.0 MB  5.0 ms',
    'date-normalization  student-fp32         exact-match  0.810  0.760 to 0.860   200  10.0 MB  9.0 ms',
    'date-normalization  teacher (simulated)  exact-match  0.900  0.850 to 0.950   200',
    'date-normalization  copy                 exact-match  0.100  0.050 to 0.150   200',
    '',
    'date-normalization: At most 9 points worse than the teacher.',
    '  cost: $0.5000 for 1,200 calls and 9,000 tokens (simulated dollars)',
    '  ships int8: no worse on validation',
    '  bundle: out/date-normalization',
    '',
    'The simulated teacher answered 1,210 calls, 24 of them broken; it turned 20 away for coming too fast.',
  ]);
});

it('gives the same as data, and for a build that failed its problem', () => {
  const outcomes = [
    { example: 'date-normalization', exit: 0, buildId: 'd-1', out: '/x', problem: null },
    { example: 'support-triage', exit: 6, buildId: 's-1', out: null, problem: 'it failed' },
  ] as const;
  const { builds } = resultJson(outcomes, BUILT, noStats());
  expect(builds).toEqual([
    {
      example: 'date-normalization',
      buildId: 'd-1',
      exit: 0,
      problem: null,
      out: 'out/date-normalization',
      verdict: REPORT.verdict,
      scores: REPORT.scores,
      cost: REPORT.cost,
      files: REPORT.files,
    },
    { example: 'support-triage', buildId: 's-1', exit: 6, problem: 'it failed', out: null },
  ]);
});
