import { describe, expect, it } from 'vitest';
import type { GivenAnswer, GivenLabel } from '../../../../contracts/labelling.ts';
import { goldOutput, type Opinion, opinionsOf, scoreByPeople } from '../../../../lib/labelling/people-say.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const label = (row: string, by: string, answer: GivenAnswer): GivenLabel => ({ version: 1, row, by, at: '', answer });
const gold = (output: string): GivenAnswer => ({ is: 'gold', output });
const says = (...answers: readonly Opinion['answer'][]): readonly Opinion[] =>
  answers.map((answer, at) => ({ by: `person ${at}`, answer }));
const LABELS = { kind: 'labels', constraints: UNCONSTRAINED } as const;
const TEXT = { kind: 'text', constraints: UNCONSTRAINED } as const;
const judged = (right: string[], wrong: string[]): Opinion['answer'] => ({ is: 'judged', right, wrong });

describe('opinionsOf', () => {
  it("holds each person's last word, and nothing that was taken back", () => {
    const found = opinionsOf([
      label('1', 'ann', gold('a')),
      label('1', 'bob', gold('b')),
      label('1', 'ann', gold('c')),
      label('2', 'ann', gold('a')),
      label('2', 'ann', { is: 'withdrawn' }),
      label('3', 'ann', { is: 'unclear' }),
    ]);
    expect([...found]).toEqual([
      [
        '1',
        [
          { by: 'bob', answer: gold('b') },
          { by: 'ann', answer: gold('c') },
        ],
      ],
      ['3', [{ by: 'ann', answer: { is: 'unclear' } }]],
    ]);
  });
});

describe('scoreByPeople', () => {
  it('takes most of those who can say', () => {
    const one = says({ is: 'gold', output: 'a' }, { is: 'gold', output: 'b' }, { is: 'gold', output: 'a' });
    expect(scoreByPeople(LABELS, one, 'a')).toBe(1);
    expect(scoreByPeople(LABELS, one, 'b')).toBe(0);
    expect(scoreByPeople(LABELS, says({ is: 'unclear' }, { is: 'gold', output: 'a' }), 'a')).toBe(1);
  });

  it('leaves open what nobody can say, and what as many say as deny', () => {
    expect(scoreByPeople(LABELS, says({ is: 'unclear' }), 'a')).toBeNull();
    expect(scoreByPeople(LABELS, says({ is: 'gold', output: 'a' }, { is: 'gold', output: 'b' }), 'a')).toBeNull();
    expect(scoreByPeople(LABELS, [], 'a')).toBeNull();
  });

  it('calls a missing answer wrong whatever people say', () => {
    expect(scoreByPeople(LABELS, says({ is: 'unclear' }), null)).toBe(0);
  });

  it('forgives capitals, signs and articles in texts, not in labels, lists or programs', () => {
    const written = says({ is: 'gold', output: 'The refund.' });
    expect(scoreByPeople(TEXT, written, 'refund')).toBe(1);
    expect(scoreByPeople(TEXT, written, 'a parcel')).toBe(0);
    expect(scoreByPeople(LABELS, written, 'refund')).toBe(0);
    expect(scoreByPeople({ ...TEXT, kind: 'code' }, written, 'refund')).toBe(0);
    const list = { kind: 'extract', constraints: { ...UNCONSTRAINED, several: true } } as const;
    expect(scoreByPeople(list, says({ is: 'gold', output: '["a b"]' }), '["a","b"]')).toBe(0);
    // Nothing is left of either: they are not the same for that.
    expect(scoreByPeople(TEXT, says({ is: 'gold', output: 'a' }), 'the')).toBe(0);
  });

  it('believes a judgement, and counts another answer right where it says the same as a right one', () => {
    const said = says(judged(['A refund.'], ['a parcel']));
    expect(scoreByPeople(TEXT, said, 'A refund.')).toBe(1);
    expect(scoreByPeople(TEXT, said, 'a parcel')).toBe(0);
    expect(scoreByPeople(TEXT, said, 'refund')).toBe(1);
    expect(scoreByPeople(TEXT, said, 'money')).toBe(0);
    // Judged wrong though it differs in a sign alone: the person saw it.
    expect(scoreByPeople(TEXT, says(judged(['refund'], ['refund!'])), 'refund!')).toBe(0);
  });
});

describe('goldOutput', () => {
  it('is what most wrote or found right; none where people contradict each other or found nothing right', () => {
    expect(
      goldOutput(says({ is: 'gold', output: 'a' }, { is: 'gold', output: 'b' }, { is: 'gold', output: 'b' })),
    ).toBe('b');
    expect(goldOutput(says({ is: 'gold', output: 'a' }, { is: 'gold', output: 'b' }))).toBeNull();
    expect(goldOutput(says(judged(['x'], []), { is: 'unclear' }))).toBe('x');
    expect(goldOutput(says(judged([], ['x'])))).toBeNull();
  });
});
