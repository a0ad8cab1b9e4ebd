import { describe, expect, it } from 'vitest';
import { provenance } from '../../../../lib/bundle/provenance.ts';
import type { PackageModelInput } from '../../../../contracts/activities.ts';

const refOf = (digit: string) => ({ uri: `s3://b/blobs/${digit}`, sha256: digit.repeat(64), bytes: 1 });
const hashOf = (digit: string): string => digit.repeat(64);
const recordOf = (stage: string) => ({
  stage,
  manifest: `stages/${stage}/x.json`,
  inputHash: hashOf('f'),
  sha256: hashOf('e'),
  reused: false,
});

const INPUT: PackageModelInput = {
  build: {
    buildId: 'triage-000000000000-11111111',
    name: 'triage',
    config: refOf('0'),
    teacher: { baseUrl: 'http://127.0.0.1:1', apiKeyEnv: null, price: null },
    fresh: false,
  },
  spec: refOf('1'),
  holdout: {
    test: refOf('2'),
    rows: 50,
    origin: 'gold',
    confirmed: false,
    goldForTraining: refOf('3'),
    evaluation: { usd: 0, tokens: 0, calls: 0 },
    record: recordOf('holdout'),
  },
  dataset: {
    train: refOf('4'),
    validation: refOf('5'),
    report: refOf('6'),
    trainRows: 800,
    validationRows: 100,
    record: recordOf('assemble'),
  },
  trained: {
    model: [],
    training: refOf('7'),
    family: 'encoder',
    baseModel: 'minilm',
    baseLicense: null,
    steps: 120,
    validationLoss: 0.5,
    validationLosses: [0.5],
    seconds: 1,
    cut: true,
    maxInputTokens: 128,
    maxOutputTokens: 8,
    record: recordOf('train'),
  },
  exported: { files: [], modelHash: hashOf('8'), facts: refOf('9'), record: recordOf('export') },
  evaluation: {
    report: refOf('a'),
    predictions: refOf('b'),
    verdict: { decision: 'unproven', reason: 'Too few rows.' },
    score: 0.9,
    ships: 'int8',
    cut: null,
    spending: {
      charged: { usd: 0, tokens: 0, calls: 0 },
      paid: { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
      reused: 0,
      rejected: {},
      reported: [],
    },
    record: recordOf('evaluate'),
  },
  cost: { usd: 1, tokens: 10, inputTokens: 6, outputTokens: 4, calls: 2 },
  costs: [],
  reckoned: null,
  records: [recordOf('parse'), recordOf('holdout')],
};

describe('provenance', () => {
  it('names every input by its hash', () => {
    const base = { name: null, hubId: null, license: null, trainedOn: [] };
    const told = provenance(INPUT, {
      config: { teacher: { model: 'm', identity: 'simulated-1', votes: 3 }, seed: 7 },
      bundleHash: hashOf('c'),
      base,
      teacher: { simulated: true, reported: ['m-2026'] },
      versions: { node: '20.20.2' },
    });
    expect(told).toEqual({
      version: 1,
      name: 'triage',
      buildId: 'triage-000000000000-11111111',
      bundleHash: hashOf('c'),
      modelHash: hashOf('8'),
      seed: 7,
      config: hashOf('0'),
      spec: hashOf('1'),
      data: {
        train: { sha256: hashOf('4'), rows: 800 },
        validation: { sha256: hashOf('5'), rows: 100 },
        test: { sha256: hashOf('2'), rows: 50, origin: 'gold' },
      },
      base,
      teacher: { model: 'm', identity: 'simulated-1', votes: 3, simulated: true, reported: ['m-2026'] },
      student: { family: 'encoder', steps: 120, cut: true },
      reports: {
        data: hashOf('6'),
        training: hashOf('7'),
        export: hashOf('9'),
        evaluation: hashOf('a'),
        predictions: hashOf('b'),
      },
      stages: [recordOf('parse'), recordOf('holdout')],
      versions: { node: '20.20.2' },
      cost: { usd: 1, tokens: 10, inputTokens: 6, outputTokens: 4, calls: 2 },
    });
  });
});
