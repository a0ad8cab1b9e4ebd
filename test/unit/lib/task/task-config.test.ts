import { describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { TaskConfig } from '../../../../contracts/task-config.ts';
import type { CheckedTask } from '../../../../lib/task/read-task.ts';
import {
  buildOperations,
  taskConfig,
  taskHash,
  teacherUrl,
  type UploadedRows,
} from '../../../../lib/task/task-config.ts';
import { ANY_STUDENT } from '../../../support/any-student.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const task = (file: Partial<CheckedTask['file']> = {}): CheckedTask => ({
  file: { prompt: 'Sort it\n', ...file },
  examples: [],
  test: null,
  baseModel: null,
  folder: '/',
});
const NONE = { examples: null, test: null };
const URL = 'https://host/v1';
const PRICE = { inputPer1M: 1, outputPer1M: 2 };
const settings = { baseUrl: URL, price: PRICE, whenStuck: 'park', fresh: false, until: null } as const;
const rows = (sha: string, bucket: string) => ({ uri: `s3://${bucket}/${sha}`, sha256: sha.repeat(64), bytes: 9 });

describe('taskConfig', () => {
  it('fills in every default', () => {
    const config = taskConfig(task(), NONE, URL);
    expect(config).toEqual({
      version: 1,
      name: 'sort-it',
      prompt: 'Sort it',
      examples: null,
      test: null,
      kind: null,
      labels: null,
      constraints: UNCONSTRAINED,
      metric: null,
      teacher: { model: 'gpt-5-mini', identity: 'https://host/v1', votes: 3 },
      retrieve: { policy: 'auto', hub: true, sources: null },
      generate: { rows: null, testRows: 200, rounds: 1 },
      student: ANY_STUDENT,
      train: { steps: null, trials: 1 },
      gate: { margin: 0.05, openings: 1 },
      seed: 1,
    });
    expect(TaskConfig.parse(config)).toEqual(config);
  });
  it('knows the kind of a task that lists labels', () => {
    expect(taskConfig(task({ labels: ['a', 'b'] }), NONE, URL).kind).toBe('labels');
  });
  it('keeps every key that the task says', () => {
    const config = taskConfig(
      task({
        name: 'queues',
        kind: 'labels',
        labels: { a: 'first', b: 'second' },
        output: { pattern: '.', maxChars: 1 },
        metric: 'macro-f1',
        teacher: { model: 'm', identity: 'mine', votes: 5 },
        generate: { rows: 10 },
        student: { families: ['tfidf'], maxBytes: 5, maxLatencyMs: 2, license: ['MIT'] },
        train: { steps: 20, trials: 4 },
        gate: { margin: 0.1, openings: 2 },
        seed: 7,
      }),
      NONE,
      URL,
    );
    expect(config).toMatchObject({
      name: 'queues',
      labels: [
        { name: 'a', description: 'first' },
        { name: 'b', description: 'second' },
      ],
      constraints: { pattern: '.', fromInput: false, maxChars: 1 },
      metric: 'macro-f1',
      teacher: { model: 'm', identity: 'mine', votes: 5 },
      retrieve: { policy: 'auto', hub: true, sources: null },
      generate: { rows: 10, testRows: 200 },
      student: { baseModel: null, families: ['tfidf'], maxBytes: 5, maxLatencyMs: 2, licenses: ['mit'] },
      train: { steps: 20, trials: 4 },
      gate: { margin: 0.1, openings: 2 },
      seed: 7,
    });
  });
});

const hashWith = (file: Partial<CheckedTask['file']>, uploaded: UploadedRows = NONE) =>
  taskHash(taskConfig(task(file), uploaded, URL));

describe('taskHash', () => {
  it('reads files by content, not by where they are stored', () => {
    const here = hashWith({}, { examples: null, test: rows('a', 'here') });
    expect(hashWith({}, { examples: null, test: rows('a', 'there') })).toBe(here);
    expect(hashWith({}, { examples: null, test: rows('b', 'here') })).not.toBe(here);
    expect(hashWith({}, { examples: rows('a', 'here'), test: null })).not.toBe(here);
  });
  it('changes with what can change the result, and not with how the build is run', () => {
    const plain = hashWith({});
    expect(hashWith({ seed: 2 })).not.toBe(plain);
    expect(hashWith({ teacher: { votes: 2 } })).not.toBe(plain);
    expect(hashWith({ budget: { usd: 1 }, train: { minutes: 1 }, teacher: { apiKeyEnv: 'KEY', price: PRICE } })).toBe(
      plain,
    );
  });
});

describe('buildOperations', () => {
  it('fills in defaults and keeps what the task says', () => {
    expect(buildOperations(task(), settings)).toEqual({
      budget: {},
      trainMinutes: 30,
      baseUrl: URL,
      apiKeyEnv: null,
      price: PRICE,
      reviewHours: 72,
      whenStuck: 'park',
      fresh: false,
      until: null,
    });
    const said = task({ budget: { calls: 3 }, train: { minutes: 2 }, teacher: { apiKeyEnv: 'KEY' } });
    expect(buildOperations(said, { ...settings, fresh: true, until: 'plan' })).toMatchObject({
      budget: { calls: 3 },
      trainMinutes: 2,
      apiKeyEnv: 'KEY',
      fresh: true,
      until: 'plan',
    });
  });
  it('lets a model without a price in only with a cap in tokens, and never with one in dollars', () => {
    const unpriced = { ...settings, price: null };
    const kindOf = (budget: object) => {
      try {
        buildOperations(task({ budget }), unpriced);
        return 'accepted';
      } catch (error) {
        return error instanceof StageFailure ? error.kind : 'other';
      }
    };
    expect([kindOf({}), kindOf({ usd: 1 }), kindOf({ tokens: 1, usd: 1 }), kindOf({ tokens: 1 })]).toEqual([
      'task-invalid',
      'task-invalid',
      'task-invalid',
      'accepted',
    ]);
  });
});

describe('teacherUrl', () => {
  it('is the task’s, else the environment’s, else OpenAI’s', () => {
    const said = task({ teacher: { baseUrl: 'http://a/v1' } });
    expect(teacherUrl(said, 'http://b/v1')).toBe('http://a/v1');
    expect(teacherUrl(task(), 'http://b/v1')).toBe('http://b/v1');
    expect(teacherUrl(task(), null)).toBe('https://api.openai.com/v1');
  });
  it('writes one address in one way', () => {
    expect(teacherUrl(task(), 'HTTPS://Host:443/V1/')).toBe('https://host/V1');
    expect(teacherUrl(task(), 'http://host:8080')).toBe('http://host:8080');
  });
});
