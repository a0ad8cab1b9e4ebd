import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { balancedCombination } from '../../../../lib/generation/balanced-combination.ts';
import { coveredTopics } from '../../../../lib/generation/covered-topics.ts';
import { fixedAttributes } from '../../../../lib/generation/fixed-attributes.ts';
import { writeMaxTokens } from '../../../../lib/generation/limits.ts';
import { readAttributes } from '../../../../lib/generation/read-attributes.ts';
import { temperatureOf } from '../../../../lib/generation/writing.ts';
import { writingWish } from '../../../../lib/generation/writing-wish.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const SIZES = [7, 14, 4, 6, 3];
const spec: TaskSpec = {
  version: 1,
  name: 't',
  instruction: 'Sort it.',
  instructionEnglish: null,
  language: null,
  kind: 'labels',
  fields: null,
  labels: ['late', 'lost'].map((name) => ({ name, description: null })),
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  notes: [],
};
const topics = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `topic ${at}`, description: '' }));
const inputOn = (topic: string | null) => ({ id: '', input: '', hint: null, topic });
const rowsOf = (bytes: number) => [{ input: 'x'.repeat(bytes - 2), output: '' }];
const lists = { lengths: ['Short.'], styles: ['Hurried.'], difficulties: ['Plain.'] };

describe('balancedCombination', () => {
  it.each([100, 300])('uses every pair of values about as often as any other over %i calls', (calls) => {
    const combinations = Array.from({ length: calls }, (_, call) => balancedCombination(SIZES, '1/train', call));
    for (const [one, size] of SIZES.entries())
      for (const [other, otherSize] of SIZES.entries()) {
        if (other <= one) continue;
        const counts = Array.from({ length: size * otherSize }, () => 0);
        for (const taken of combinations) {
          const at = (taken[one] ?? 0) * otherSize + (taken[other] ?? 0);
          counts[at] = (counts[at] ?? 0) + 1;
        }
        expect(Math.max(...counts) - Math.min(...counts), `${one} with ${other}`).toBeLessThanOrEqual(4);
        expect(Math.min(...counts)).toBeGreaterThan(0);
      }
  });

  it('depends on seed and call alone, whichever call is asked for first', () => {
    const late = balancedCombination(SIZES, 'fresh', 57);
    const early = Array.from({ length: 58 }, (_, call) => balancedCombination(SIZES, 'fresh', call));
    expect(early[57]).toEqual(late);
    expect(balancedCombination(SIZES, 'other', 57)).not.toEqual(late);
  });
});

describe('readAttributes', () => {
  it('keeps each value once, and no label as a topic', () => {
    const read = readAttributes(spec, {
      ...lists,
      topics: [...topics(8), { name: 'Topic 3', description: '' }, { name: 'LATE', description: '' }],
    });
    expect(read).toEqual({ answer: { version: 1, origin: 'proposed', refused: null, topics: topics(8), ...lists } });
  });
  it.each([
    [{ ...lists, topics: topics(7) }, 'too-few-topics'],
    [{ ...lists, topics: Array.from({ length: 8 }, () => ({ name: '', description: '' })) }, 'too-few-topics'],
    [{ ...lists, topics: topics(8), styles: [' '] }, 'empty-list'],
    [{ topics: topics(8) }, 'off-schema'],
  ])('rejects %j', (json, rejected) => {
    expect(readAttributes(spec, json)).toEqual({ rejected });
  });
});

it('coveredTopics counts the inputs of earlier waves, the most covered first', () => {
  const attributes = { ...fixedAttributes(null), topics: topics(4) };
  const pooled = ['topic 2', 'topic 1', 'topic 2', null, 'gone'].map(inputOn);
  expect(coveredTopics(attributes, pooled)).toEqual([
    { name: 'topic 2', count: 2 },
    { name: 'topic 1', count: 1 },
  ]);
});

it('writingWish gives labels in turn, and a topic, a length, a style and a difficulty', () => {
  const attributes = { version: 1, origin: 'proposed', refused: null, topics: topics(8), ...lists } as const;
  const wishes = [0, 1, 2].map((call) =>
    writingWish(
      spec,
      { seed: 1, purpose: 'train', call },
      { attributes: { ...attributes, topics: topics(8) }, covered: [], focus: null },
    ),
  );
  expect(wishes.map((wish) => wish.label?.name)).toEqual(['lost', 'late', 'lost']);
  expect(new Set(wishes.map((wish) => wish.topic?.name)).size).toBe(3);
  expect(wishes[0]?.manner).toBe('Short. Hurried. Plain.');
});

const region = (name: string, share: number) => ({ name, rows: 1, errors: 0, share });

it('writingWish asks for labels and topics as often as a focus says', () => {
  const attributes = { version: 1, origin: 'proposed', refused: null, topics: topics(2), ...lists } as const;
  const focus = {
    version: 1 as const,
    labels: [region('lost', 0.1), region('late', 0.9)],
    topics: [region('topic 0', 0.2), region('topic 1', 0.8)],
  };
  const wishes = Array.from({ length: 50 }, (_, call) =>
    writingWish(
      spec,
      { seed: 1, purpose: 'train', call },
      { attributes: { ...attributes, topics: topics(2) }, covered: [], focus },
    ),
  );
  const times = (wanted: (wish: (typeof wishes)[number]) => boolean) => wishes.filter(wanted).length;
  expect(times(({ label }) => label?.name === 'late')).toBe(45);
  expect(times(({ topic }) => topic?.name === attributes.topics[1]?.name)).toBe(40);
});

it('writingWish asks for weak clusters as often as they say, and for topics with what they leave', () => {
  const attributes = { version: 1, origin: 'proposed', refused: null, topics: topics(2), ...lists } as const;
  const cluster = { ...region('inputs with flour', 0.6), words: ['flour'], examples: ['bake', 'knead'] };
  const focus = {
    version: 1 as const,
    labels: [],
    topics: [region('topic 0', 0.25), region('topic 1', 0.75)],
    clusters: [cluster],
  };
  const wishesAbout = (about: ReturnType<typeof topics>) =>
    Array.from({ length: 50 }, (_, call) => {
      const writing = { attributes: { ...attributes, topics: about }, covered: [], focus };
      return writingWish({ ...spec, labels: null }, { seed: 1, purpose: 'train', call }, writing);
    });
  const wishes = wishesAbout(topics(2));
  expect(wishes.filter((wish) => wish.cluster === cluster && wish.topic === null)).toHaveLength(30);
  const topicsAsked = wishes.flatMap(({ topic }) => topic?.name ?? []);
  expect(topicsAsked.filter((name) => name === attributes.topics[0]?.name)).toHaveLength(5);
  expect(topicsAsked.filter((name) => name === attributes.topics[1]?.name)).toHaveLength(15);
  // Without topics the rest is asked for without any.
  const plain = wishesAbout([]);
  expect(plain.filter((wish) => wish.cluster === null && wish.topic === null)).toHaveLength(20);
});

describe('temperatureOf', () => {
  it.each([
    ['constant', 5, 1],
    ['up', 0, 0.6],
    ['up', 5, 0.95],
    ['up', 10, 1.3],
    ['up', 99, 1.3],
    ['down', 0, 1.3],
    ['down', 10, 0.6],
  ] as const)('%s, call %i of 11: %f', (schedule, call, expected) => {
    expect(temperatureOf({ schedule, shown: 'all', calls: 11 }, call)).toBe(expected);
  });
});

it('writeMaxTokens gives long inputs room, within bounds', () => {
  expect([[], rowsOf(100), rowsOf(1000), rowsOf(90_000)].map(writeMaxTokens)).toEqual([3072, 3072, 5000, 16_384]);
});
