import { expect, it } from 'vitest';
import type { Score } from '../../../../contracts/report.ts';
import { metricDisagreements } from '../../../../lib/verdict/disagreements.ts';

const score = (who: Score['who'], metric: string, value: number): Score => ({
  who,
  on: 'gold',
  metric,
  value,
  low: 0,
  high: 1,
  n: 100,
});

it('says aloud that one metric puts the student ahead and another behind', () => {
  const scores = [
    score('student-int8', 'exact-match', 0.449),
    score('student-int8', 'chrf++', 0.528),
    score('student-fp32', 'exact-match', 0.6),
    score('student-fp32', 'chrf++', 0.1),
    score('teacher', 'exact-match', 0.5),
    score('teacher', 'chrf++', 0.307),
    score('majority', 'exact-match', 0.429),
    score('majority', 'chrf++', 0.1),
  ];
  expect(metricDisagreements(scores, 'student-int8')).toEqual([
    'Metrics disagree about the student and the teacher: the student is ahead by chrF++ (52.8 against 30.7), behind by exact match (44.9 against 50.0).',
  ]);
});

it('says where metrics agree on who is ahead, but not on how far', () => {
  const scores = [
    score('student-int8', 'exact-match', 0.565),
    score('student-int8', 'chrf++', 0.604),
    score('student-int8', 'mean-absolute-error', 9),
    score('teacher', 'exact-match', 0.514),
    score('teacher', 'chrf++', 0.273),
    score('teacher', 'mean-absolute-error', 1),
    score('majority', 'exact-match', 0.449),
    score('majority', 'chrf++', 0.121),
  ];
  expect(metricDisagreements(scores, 'student-int8')).toEqual([
    'Metrics disagree on how far the student is ahead of the teacher: 33.1 points by chrF++ (60.4 against 27.3), 5.1 points by exact match (56.5 against 51.4).',
  ]);
  const alike = scores.map((one) => (one.who === 'teacher' && one.metric === 'chrf++' ? { ...one, value: 0.5 } : one));
  expect(metricDisagreements(alike, 'student-int8')).toEqual([]);
});

it('takes half a point for a draw', () => {
  const scores = [
    score('student-int8', 'accuracy', 0.9),
    score('student-int8', 'macro-f1', 0.804),
    score('teacher', 'accuracy', 0.8),
    score('teacher', 'macro-f1', 0.808),
  ];
  expect(metricDisagreements(scores, 'student-int8')).toEqual([]);
});

it('compares what carries the name agreement too', () => {
  const scores = [
    score('student-int8', 'agreement', 0.9),
    score('student-int8', 'macro-f1', 0.7),
    score('tfidf', 'agreement', 0.8),
    score('tfidf', 'macro-f1', 0.75),
  ];
  expect(metricDisagreements(scores, 'student-int8')[0]).toContain(
    'the linear model over TF-IDF: the student is ahead by agreement (90.0 against 80.0)',
  );
});
