import type { PageFacts } from '../../lib/report-page/page-facts.ts';

const hash = (digit: string) => digit.repeat(64);

/** The least that a page is made from: a labels task without a score. */
export const PAGE_FACTS: PageFacts = {
  report: {
    version: 1,
    task: { name: 'triage', kind: 'labels', metric: 'accuracy', labels: ['a', 'b'] },
    scores: [],
    verdict: { decision: 'unproven', reason: 'Too few rows.' },
    cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
    files: [],
    ships: { file: 'int8', reason: 'smaller' },
    warnings: [],
    comparisons: [],
    gate: { margin: 0.05, lowerLimit: null, opening: null, openingsAllowed: 1, rowsToSettle: null },
    exportChanges: [],
    data: {},
    training: {},
    teacher: {},
    machine: { processor: 'EPYC', threads: 1 },
  },
  instruction: 'Sort the message.',
  provenance: {
    buildId: 'triage-0-1',
    bundleHash: hash('a'),
    modelHash: hash('b'),
    seed: 1,
    config: hash('c'),
    spec: hash('d'),
    data: {
      train: { sha256: hash('1'), rows: 30 },
      validation: { sha256: hash('2'), rows: 10 },
      test: { sha256: hash('3'), rows: 4 },
    },
    base: { name: null, license: null },
    teacher: { model: 'gpt', simulated: false, reported: [] },
    student: { family: 'tfidf', steps: 1 },
    versions: {},
  },
  predictions: null,
};
