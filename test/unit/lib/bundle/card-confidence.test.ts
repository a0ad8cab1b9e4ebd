import { describe, expect, it } from 'vitest';
import type { BundleTask } from '../../../../contracts/bundle-task.ts';
import { cardConfidence } from '../../../../lib/bundle/card-confidence.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { CONFIDENCE } from '../../../support/confidence-report.ts';
import { PAGE_FACTS } from '../../../support/page-facts.ts';

const file = { temperature: 1.25, thresholds: [] };
const TASK: BundleTask = {
  version: 1,
  name: 'triage',
  instruction: 'Sort it.',
  kind: 'labels',
  family: 'tfidf',
  fields: null,
  labels: [{ name: 'a', description: null }],
  constraints: UNCONSTRAINED,
  maxInputTokens: 128,
  maxOutputTokens: 1,
  ships: 'int8',
  confidence: { of: 'accuracy', rows: 120, files: { int8: file, fp32: file }, familiarFrom: 0.42 },
};
const REPORT = { ...PAGE_FACTS.report, confidence: CONFIDENCE };

describe('cardConfidence', () => {
  it('says what a confidence is of, and what a coverage of nine tenths came to on the test', () => {
    expect(cardConfidence(TASK, REPORT)).toEqual([
      'The confidence of an answer is the probability that it is right. With `--coverage 0.9` it answers what it is ' +
        'surest of and abstains on the rest and on unfamiliar inputs: on the test it then answered 88.7 %, of which ' +
        '93.1 % were right (95 % interval 83.1 % to 100.0 %).',
    ]);
  });

  it('does not call agreement right', () => {
    const [told] = cardConfidence(TASK, { ...REPORT, confidence: { ...CONFIDENCE, on: 'generated' } });
    expect(told).toContain("93.1 % agreed with the teacher's vote");
  });

  it('says so where nothing says how sure an answer is', () => {
    const { confidence: _, ...task } = TASK;
    expect(cardConfidence(task, PAGE_FACTS.report)).toEqual([
      'Nothing says how sure an answer is, so it cannot abstain.',
    ]);
    const few = { ...PAGE_FACTS.report, noConfidence: { reason: 'few-rows', rows: 12, needed: 30 } as const };
    expect(cardConfidence(task, few)).toEqual([
      'Nothing says how sure an answer is, so it cannot abstain: 12 validation rows are too few, 30 are needed.',
    ]);
  });

  it('speaks of the score to be expected where answers are right in degrees', () => {
    const confidence = { ...CONFIDENCE, counted: 'chrf++' } as const;
    const counted = {
      of: 'accuracy',
      rows: 120,
      files: { int8: file, fp32: file },
      familiarFrom: 0.42,
      counted: 'chrf++',
    } as const;
    expect(cardConfidence({ ...TASK, confidence: counted }, { ...PAGE_FACTS.report, confidence })).toEqual([
      'The confidence of an answer is the chrF++ to be expected of it against what people wrote, from 0 to 1. With ' +
        '`--coverage 0.9` it answers what it is surest of and abstains on the rest and on unfamiliar inputs: on the test ' +
        'it then answered 88.7 %, with a mean chrF++ of 93.1 % (95 % interval 83.1 % to 100.0 %).',
    ]);
  });
});
