import type { CpuActivities, GpuActivities, StageRecord } from '../../contracts/activities.ts';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import type { Spending } from '../../contracts/budget.ts';

export type AllActivities = CpuActivities & GpuActivities;

/** Activities with canned results that write down what they were asked; a test replaces those it is about. */
export function scriptedActivities(replaced: Partial<AllActivities> = {}): {
  readonly activities: AllActivities;
  readonly asked: readonly { readonly name: string; readonly input: unknown }[];
} {
  const asked: { readonly name: string; readonly input: unknown }[] = [];
  const script: AllActivities = { ...CANNED, ...replaced };
  const noted =
    <Input, Output>(name: string, run: (input: Input) => Promise<Output>) =>
    (input: Input): Promise<Output> => {
      asked.push({ name, input });
      return run(input);
    };
  return {
    asked,
    activities: {
      parseTask: noted('parseTask', script.parseTask),
      proposeAttributes: noted('proposeAttributes', script.proposeAttributes),
      pilotTeacher: noted('pilotTeacher', script.pilotTeacher),
      searchDatasets: noted('searchDatasets', script.searchDatasets),
      rankDatasets: noted('rankDatasets', script.rankDatasets),
      importDataset: noted('importDataset', script.importDataset),
      searchBaseModels: noted('searchBaseModels', script.searchBaseModels),
      writeInputs: noted('writeInputs', script.writeInputs),
      poolInputs: noted('poolInputs', script.poolInputs),
      labelInputs: noted('labelInputs', script.labelInputs),
      fixHoldout: noted('fixHoldout', script.fixHoldout),
      assembleDataset: noted('assembleDataset', script.assembleDataset),
      proposeStudents: noted('proposeStudents', script.proposeStudents),
      proposeTrials: noted('proposeTrials', script.proposeTrials),
      trainStudent: noted('trainStudent', script.trainStudent),
      exportStudent: noted('exportStudent', script.exportStudent),
      compareStudents: noted('compareStudents', script.compareStudents),
      examineStudent: noted('examineStudent', script.examineStudent),
      evaluateStudent: noted('evaluateStudent', script.evaluateStudent),
      packageModel: noted('packageModel', script.packageModel),
      recordBuild: noted('recordBuild', script.recordBuild),
    },
  };
}

export const artifact = (letter: string): ArtifactRef => ({
  uri: `s3://test/blobs/${letter}`,
  sha256: letter.repeat(64),
  bytes: 10,
});

/** `piece` tells pieces of a stage apart: each has a manifest of its own. */
export function recordOf(stage: string, piece = 0): StageRecord {
  const inputHash = `${piece}`.padStart(64, '0');
  return { stage, manifest: `stages/${stage}/${inputHash}.json`, inputHash, sha256: '1'.repeat(64), reused: false };
}

/** What calls came to: each $0.01 and 100 tokens. */
export const spent = (calls: number): Spending => ({
  charged: { usd: calls / 100, tokens: calls * 100, calls },
  paid: { usd: calls / 100, inputTokens: calls * 60, outputTokens: calls * 40, calls },
  reused: 0,
  rejected: {},
  reported: [],
});

const CALL = { usd: 0.01, tokens: 100, calls: 1 };
const TOKENS = { calls: 3, input: 60, output: 40, inputDeviation: 0, outputDeviation: 0 };
const INTERVAL = { low: 1, middle: 2, high: 3 };
const EXPECTED = { calls: INTERVAL, tokens: INTERVAL, usd: INTERVAL, minutes: INTERVAL };

const CANNED: AllActivities = {
  parseTask: async () => ({
    spec: artifact('a'),
    kind: 'labels',
    metric: 'accuracy',
    labelCount: 2,
    rowsWanted: 190,
    votes: 3,
    testSource: 'user',
    testRowsWanted: 200,
    trials: 1,
    rounds: { most: 1, rows: 95 },
    retrieve: 'none',
    sources: null,
    hub: 'leave',
    wishes: { language: null, baseModel: null },
    callCosts: { write: CALL, label: CALL },
    spending: spent(0),
    record: recordOf('parse'),
  }),
  proposeAttributes: async () => ({
    attributes: artifact('7'),
    origin: 'proposed',
    topics: 8,
    cut: null,
    spending: spent(1),
    record: recordOf('attributes'),
  }),
  pilotTeacher: async () => ({
    settings: {
      writing: { schedule: 'constant', shown: 'all', calls: 20 },
      labelling: { shown: 'all' },
    },
    reasons: { writing: 'the default', labelling: 'the default' },
    arms: [],
    gold: [],
    feasibility: null,
    measured: {
      write: TOKENS,
      label: TOKENS,
      callsPerAnswer: 1,
      inputsAsked: 30,
      inputsNew: 30,
      voted: 10,
      accepted: 10,
      stubborn: 0,
    },
    samples: artifact('8'),
    sampleRows: 10,
    split: 1,
    estimate: { version: 1, basis: 'pilot', hasPrice: true, stages: [], total: EXPECTED },
    cut: null,
    spending: spent(33),
    record: recordOf('pilot'),
  }),
  searchDatasets: async () => ({
    listing: artifact('9'),
    considered: 0,
    skipped: 0,
    candidates: [],
    record: recordOf('discover'),
  }),
  rankDatasets: async ({ listing }) => ({
    listing,
    candidates: [],
    shown: 0,
    refused: null,
    cut: null,
    spending: spent(1),
    record: recordOf('rank-datasets'),
  }),
  importDataset: async () => ({
    rows: artifact('0'),
    test: artifact('0'),
    counts: { read: 0, rows: 0, test: 0 },
    dropped: {},
    testFrom: 'hashed share',
    spec: artifact('a'),
    shown: 0,
    record: recordOf('import'),
  }),
  searchBaseModels: async () => ({ listing: artifact('9'), count: 1, best: 'minilm', record: recordOf('select') }),
  writeInputs: async ({ calls }) => ({
    inputs: artifact('b'),
    count: 10 * (calls.to - calls.from),
    cut: null,
    spending: spent(calls.to - calls.from),
    record: recordOf('write-inputs', calls.from),
  }),
  poolInputs: async ({ written }) => ({
    inputs: artifact('c'),
    count: 100 * written.length,
    duplicates: 0,
    record: recordOf('pool-inputs'),
  }),
  labelInputs: async ({ rows }) => ({
    rows: artifact('d'),
    accepted: rows.to - rows.from - 2,
    asked: rows.to - rows.from,
    dropped: { 'votes-disagree': 2 },
    cut: null,
    spending: spent(3 * (rows.to - rows.from)),
    record: recordOf('label-inputs', rows.from),
  }),
  fixHoldout: async () => ({
    test: artifact('e'),
    rows: 200,
    origin: 'gold',
    confirmed: false,
    goldForTraining: artifact('f'),
    evaluation: { usd: 2, tokens: 20_000, calls: 200 },
    record: recordOf('holdout'),
  }),
  assembleDataset: async () => ({
    train: artifact('1'),
    validation: artifact('2'),
    report: artifact('3'),
    trainRows: 150,
    validationRows: 40,
    record: recordOf('assemble'),
  }),
  proposeStudents: async () => ({
    candidates: [{ family: 'encoder', base: 'minilm' }],
    leftOut: [],
    record: recordOf('propose-students'),
  }),
  proposeTrials: async ({ candidate, finished, count }) => ({
    trials: Array.from({ length: count }, (_, at) => ({
      candidate,
      number: finished.length + at,
      changes: { learningRate: 1e-5 * (finished.length + at) },
    })),
    importances: [],
    record: recordOf('propose-trials', finished.length),
  }),
  trainStudent: async ({ trial }) => ({
    model: [],
    training: artifact('4'),
    family: trial.candidate.family,
    baseModel: trial.candidate.base ?? 'none',
    baseLicense: null,
    steps: 30,
    validationLoss: 0.2,
    validationLosses: [0.4, 0.2],
    seconds: 12,
    cut: false,
    maxInputTokens: 64,
    maxOutputTokens: 1,
    record: recordOf('train', trial.number),
  }),
  exportStudent: async () => ({
    files: [],
    modelHash: '5'.repeat(64),
    facts: artifact('6'),
    record: recordOf('export'),
  }),
  compareStudents: async () => ({
    chosen: 0,
    search: artifact('3'),
    reason: 'the only one that was tried',
    record: recordOf('compare-students'),
  }),
  examineStudent: async () => ({
    score: 0.95,
    standardError: 0.02,
    gain: null,
    weakest: [],
    decision: 'good-enough',
    focus: artifact('5'),
    answers: artifact('6'),
    record: recordOf('examine'),
  }),
  evaluateStudent: async () => ({
    report: artifact('7'),
    predictions: artifact('8'),
    verdict: { decision: 'unproven', reason: 'too few rows' },
    score: 0.9,
    ships: 'int8',
    cut: null,
    spending: spent(200),
    record: recordOf('evaluate'),
  }),
  packageModel: async () => ({ files: [], bundleHash: '9'.repeat(64), bytes: 1000, record: recordOf('package') }),
  recordBuild: async () => {},
};
