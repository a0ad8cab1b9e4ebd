import { describe, expect, it } from 'vitest';
import { goldAnswer, judgedAnswer, questionOf } from '../../../../lib/labelling/question.ts';
import type { PoolRow } from '../../../../lib/labelling/pool.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const LABELS = [
  { name: 'billing', description: 'money' },
  { name: 'delivery', description: null },
];
const TASK = { kind: 'labels', labels: LABELS, fields: null, constraints: UNCONSTRAINED } as const;
const FREE = { labels: null, constraints: UNCONSTRAINED };
const row = (id: string, student: string | null, teacher: string | null): PoolRow => ({
  id,
  input: 'where is it',
  student,
  teacher,
  baselines: { majority: 'of the crowd' },
});

const shown = (student: string | null, teacher: string | null) =>
  questionOf(FREE, row('1', student, teacher), 's').asks;

describe('questionOf', () => {
  it('shows the input and the labels alone: the same whatever was answered', () => {
    const asked = questionOf(TASK, row('1', 'billing', 'delivery'), 'seed');
    expect(asked).toEqual({ id: '1', input: 'where is it', asks: { how: 'label', labels: LABELS } });
    expect(questionOf(TASK, row('1', 'billing', 'billing'), 'seed')).toEqual(asked);
    expect(questionOf(TASK, row('1', null, 'billing'), 'seed')).toEqual(asked);
  });

  it('shows free answers without a name, in an order that has nothing to do with who gave them', () => {
    const orders = Array.from({ length: 400 }, (_, at) => {
      const { asks } = questionOf(FREE, row(`${at}`, 'of one', 'of two'), 'seed');
      return asks.how === 'judge' ? asks.answers : [];
    });
    const firsts = orders.filter(([first]) => first === 'of one').length;
    expect(orders.every((order) => order.toSorted().join() === 'of one,of two')).toBe(true);
    // 200 expected of 400, ten is one standard deviation.
    expect(Math.abs(firsts - 200)).toBeLessThan(30);
    // The order is the same with the roles exchanged.
    const swapped = questionOf(FREE, row('7', 'of two', 'of one'), 'seed');
    expect(swapped).toEqual(questionOf(FREE, row('7', 'of one', 'of two'), 'seed'));
  });

  it('shows an answer that both give once, and one that is missing not at all', () => {
    expect(shown('x', 'x')).toEqual({ how: 'judge', answers: ['x'] });
    expect(shown(null, 'x')).toEqual({ how: 'judge', answers: ['x'] });
    expect(shown(null, null)).toEqual({ how: 'judge', answers: [] });
  });
});

describe('goldAnswer', () => {
  it('has the form that all stages have, or says what is wrong', () => {
    expect(goldAnswer(TASK, 'x', 'billing')).toEqual({ is: 'gold', output: 'billing' });
    expect(goldAnswer(TASK, 'x', 'bill')).toBe('"bill" is none of the labels; the nearest is "billing".');
    const several = { ...TASK, constraints: { ...UNCONSTRAINED, several: true } };
    expect(goldAnswer(several, 'x', ['delivery', 'billing'])).toEqual({ is: 'gold', output: '["billing","delivery"]' });
  });
});

describe('judgedAnswer', () => {
  it('keeps texts, not places', () => {
    expect(judgedAnswer(['p', 'q'], ['q'])).toEqual({ is: 'judged', right: ['q'], wrong: ['p'] });
  });
});
