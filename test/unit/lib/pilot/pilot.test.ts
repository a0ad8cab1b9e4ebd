import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { chooseAbove } from '../../../../lib/pilot/choose-arm.ts';
import { comparedGold, feasibilityRows } from '../../../../lib/pilot/feasibility-rows.ts';
import { createMeasuringTally } from '../../../../lib/pilot/measuring-tally.ts';
import { firstWaveCalls, isWorthComparing, pilotCalls } from '../../../../lib/pilot/planned-calls.ts';
import { meanDistance, scoreArm } from '../../../../lib/pilot/score-arm.ts';
import type { JournalLine } from '../../../../lib/teacher/journal-line.ts';
import { createTally } from '../../../../lib/teacher/tally.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

describe('scoreArm', () => {
  it('multiplies what was usable, different, far apart and valid', () => {
    const arm = scoreArm({
      schedule: 'up',
      shown: 'few',
      asked: 4,
      inputs: ['abcdefgh', 'ABCDEFGH!', 'stuvwxyz'],
      labelled: 2,
      valid: 1,
    });
    expect(arm).toMatchObject({ usable: 3, distinct: 2, distance: 1 });
    expect(arm.score).toBeCloseTo((3 / 4) * (2 / 3) * 1 * (1 / 2), 12);
  });
  it('gives nothing for nothing', () => {
    expect(scoreArm({ schedule: 'up', shown: 'all', asked: 30, inputs: [], labelled: 0, valid: 0 }).score).toBe(0);
  });
  it('measures distance by character 5-grams', () => {
    // abcdefg has abcde bcdef cdefg, abcdefh has abcde bcdef cdefh: 2 of 4 are shared.
    expect(meanDistance(['abcdefg', 'abcdefh'])).toBe(0.5);
  });
});

it('chooseAbove keeps the default unless another is clearly better', () => {
  expect(chooseAbove(0.8, [0.84, 0.5], Number)).toBe(0.8);
  expect(chooseAbove(0.8, [0.86, 0.9], Number)).toBe(0.9);
});

it('the pilot makes the first, the middle and the last call of the first wave', () => {
  expect(firstWaveCalls(190)).toBe(20);
  expect(pilotCalls(190)).toEqual([0, 10, 19]);
  expect(pilotCalls(15)).toEqual([0, 1]);
});

it('ways are compared only where generation is ten times as much', () => {
  expect([isWorthComparing(150, 3), isWorthComparing(200, 3), isWorthComparing(200, 1)]).toEqual([false, true, false]);
});

describe('rows to try the teacher on', () => {
  const rows = Array.from({ length: 30 }, (_, at) => ({ input: `i${at}`, output: 'x' }));
  const spec: TaskSpec = {
    version: 1,
    name: 't',
    instruction: '',
    instructionEnglish: null,
    language: null,
    kind: 'text',
    fields: null,
    labels: null,
    constraints: UNCONSTRAINED,
    metric: 'exact-match',
    metricReason: '',
    demonstrations: rows.slice(0, 2),
    notes: [],
  };
  it('are never shown in their own prompt', () => {
    const tried = feasibilityRows(spec, rows);
    expect(tried).toHaveLength(20);
    expect(tried.filter(({ row, spec: own }) => own.demonstrations.some((other) => other.input === row.input))).toEqual(
      [],
    );
    expect(tried[0]?.spec.demonstrations).toEqual([rows[1]]);
  });
  it('are none of other people, who are shown all the same', () => {
    const [own, ...others] = rows.slice(0, 3);
    const told = { ...spec, demonstrations: own === undefined ? [] : [own, ...others], importedDemonstrations: 2 };
    const tried = feasibilityRows(told, []);
    expect(tried.map(({ row }) => row)).toEqual([own]);
    expect(tried[0]?.spec.demonstrations).toEqual(others);
  });
  it('are none of the demonstrations where ways of labelling are compared', () => {
    const compared = comparedGold(spec, rows, 1);
    expect(compared).toHaveLength(28);
    expect(compared).toEqual(comparedGold(spec, rows, 1));
    expect(compared.some((row) => row.input === 'i0')).toBe(false);
  });
});

const line = (key: string, input: number, build: string): JournalLine => ({
  version: 1,
  key,
  build,
  part: 'pilot',
  answer: '',
  finish: 'stop',
  usage: { input, output: 10, source: 'reported' },
  usd: 0,
  model: '',
  fingerprint: null,
  mode: 'schema',
  dropped: [],
  at: 0,
});

it('a measuring tally counts each call once, whoever paid it, and passes it on', () => {
  const tally = createTally();
  const measuring = createMeasuringTally(tally);
  const account = { baseUrl: '', identity: '', model: '', apiKeyEnv: null, price: null, buildId: 'b', part: 'pilot' };
  measuring.touch(account, [line('k1', 100, 'b')]);
  measuring.touch(account, [line('k1', 100, 'b')]);
  measuring.touch(account, [line('k2', 300, 'other')]);
  expect(measuring.tokens()).toEqual({
    calls: 2,
    input: 200,
    output: 10,
    inputDeviation: Math.sqrt(20_000),
    outputDeviation: 0,
  });
  expect(tally.spending({ usd: 0, tokens: 0, calls: 0 })).toMatchObject({ paid: { calls: 1 }, reused: 1 });
});
