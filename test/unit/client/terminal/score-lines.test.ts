import { expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { scoreLines } from '../../../../client/terminal/score-lines.ts';

it('calls a simulated teacher so at its numbers', () => {
  const score = { who: 'teacher', on: 'gold', metric: 'accuracy', value: 0.9, low: 0.8, high: 0.95, n: 150 } as const;
  const verdict = { decision: 'unproven', reason: 'few rows' } as const;
  const cost = { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 };
  const head = { scores: [score], verdict, cost, files: [], teacher: { simulated: true, model: 'm' } };
  expect(scoreLines(head, createPalette('plain'))[2]).toMatch(/^teacher \(simulated\) {2}gold/);
});

it('shows who scored what, what the students weigh, and the verdict', () => {
  const score = { on: 'gold', metric: 'accuracy', low: 0.8, high: 0.95, n: 150 } as const;
  const lines = scoreLines(
    {
      scores: [
        { ...score, who: 'student-int8', value: 0.9 },
        { ...score, who: 'student-fp32', value: 0.91 },
        { ...score, who: 'teacher', value: 0.947 },
      ],
      verdict: { decision: 'unproven', reason: 'at most 6 points worse' },
      cost: { usd: 0.1, tokens: 20, inputTokens: 10, outputTokens: 10, calls: 3 },
      files: [
        { path: 'onnx/model.onnx', bytes: 91_034_567, p50Ms: 4.52 },
        { path: 'onnx/model_quantized.onnx', bytes: 23_123_456, p50Ms: 1.93 },
      ],
      warnings: ['metrics disagree'],
    },
    createPalette('plain'),
  );
  expect(lines).toEqual([
    'who           on    metric    value  95 % interval   rows    bytes     p50',
    '─'.repeat(74),
    'student-int8  gold  accuracy  0.900  0.800 to 0.950   150  23.1 MB  1.9 ms',
    'student-fp32  gold  accuracy  0.910  0.800 to 0.950   150  91.0 MB  4.5 ms',
    'teacher       gold  accuracy  0.947  0.800 to 0.950   150',
    '',
    'unproven: at most 6 points worse',
    '! metrics disagree',
    'paid: $0.1000 for 3 calls and 20 tokens',
  ]);
});
