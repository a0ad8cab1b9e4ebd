import { describe, expect, it } from 'vitest';
import { decontaminate, leakReasons } from '../../../../lib/dataset/decontaminate.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const row = (id: string, input: string | Record<string, string>, output = 'a') => ({ id, input, output });
const TEST = row('t', 'My parcel has not arrived although it was sent three weeks ago.');

describe('decontaminate', () => {
  it('drops a training row for each reason, keeps the others in order and counts', () => {
    const question = 'How many moons does Jupiter have?';
    const test = [
      row('t1', { question, hint: 'space' }),
      row('t2', { question: 'Who painted the ceiling of the chapel?', hint: 'art' }),
    ];
    const train = [
      row('keep 1', { question: 'What is the capital of the smallest state?', hint: 'art' }),
      row('same', { hint: 'Space!', question: question.toLowerCase() }),
      row('field', { question, hint: 'a hint that is much longer than the question and shares nothing with it' }),
      row('near', { question: 'Who painted the ceiling of the chapels?', hint: 'art' }),
      row('keep 2', { question: 'When was the first printed book sold?', hint: 'space' }),
    ];
    expect(decontaminate(train, test, 'labels')).toEqual({
      kept: [train[0], train[4]],
      leaks: [
        { id: 'same', reason: 'same-input' },
        { id: 'field', reason: 'same-field' },
        { id: 'near', reason: 'near' },
      ],
      counts: { 'same-input': 1, 'same-field': 1, near: 1 },
    });
  });

  it('takes a near input for a leak of labels, but of texts only where the output is near too', () => {
    const test = [{ ...TEST, output: 'We are sorry that the parcel is late.' }];
    const train = [
      row(
        '1',
        'My parcel has not arrived although it was sent three weeks ag0.',
        'We are sorry that the parcel is late!',
      ),
      row('2', 'My parcel has not arrived although it was sent three weeks ag0.', 'Which parcel?'),
    ];
    expect(decontaminate(train, test, 'labels').leaks.map((leak) => leak.id)).toEqual(['1', '2']);
    expect(decontaminate(train, test, 'text').leaks.map((leak) => leak.id)).toEqual(['1']);
  });

  it('drops the same input of a text whatever its output', () => {
    expect(decontaminate([row('1', TEST.input, 'quite another answer')], [TEST], 'text').counts['same-input']).toBe(1);
  });

  it('keeps everything where there is no test', () => {
    expect(decontaminate([TEST], [], 'labels').kept).toEqual([TEST]);
  });

  it('finds all planted leaks among many rows and leaves none behind', () => {
    const random = createRandom(3);
    const word = (): string => random.int(2 ** 32).toString(36);
    const sentence = (): string => Array.from({ length: 12 }, word).join(' ');
    const test = Array.from({ length: 100 }, (_, at) => ({ id: `t${at}`, input: sentence(), output: 'a' }));
    const planted = test.map((leaked, at) => {
      if (at % 2 === 0) return row(`planted ${at}`, `  ${leaked.input.toUpperCase()}?! `);
      // One of some 80 characters: 5 of 76 shingles change, a Jaccard of 0.88.
      return row(`planted ${at}`, `${leaked.input.slice(0, 30)}#${leaked.input.slice(31)}`);
    });
    const clean = Array.from({ length: 400 }, (_, at) => row(`clean ${at}`, sentence()));
    const { kept, counts } = decontaminate(random.shuffle([...clean, ...planted]), test, 'labels');
    expect(kept.map(({ id }) => id).toSorted()).toEqual(clean.map(({ id }) => id).toSorted());
    expect(counts).toEqual({ 'same-input': 50, 'same-field': 0, near: 50 });
    expect(leakReasons(kept, test, 'labels').filter((reason) => reason !== null)).toEqual([]);
  });
});
