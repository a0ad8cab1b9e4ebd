import { describe, expect, it } from 'vitest';
import { tellingWords } from '../../../../lib/clusters/telling-words.ts';
import { wordsOf } from '../../../../lib/clusters/words-of.ts';

const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

/** A word that `own` of 20 rows have, and 2 of 40 others. */
const edges = (own: number): string[] => [
  ...times(own, 'edge'),
  ...times(20 - own, 'plain'),
  ...times(2, 'edge'),
  ...times(38, 'plain'),
];

/** What the paper's formula gives for it, the prior being worth ten rows. */
function edgeZ(own: number): number {
  const prior = (10 * (own + 2)) / 60;
  const odds = (having: number, rows: number) => Math.log((having + prior) / (rows - having + 10 - prior));
  return (odds(own, 20) - odds(2, 40)) / Math.sqrt(1 / (own + prior) + 1 / (2 + prior));
}

describe('tellingWords', () => {
  it('names what a cluster has and the rest has not, and nothing that stands everywhere', () => {
    const texts = [
      ...times(12, 'my parcel is late please'),
      ...times(12, 'refund my invoice please'),
      ...times(6, 'please'),
    ];
    expect(tellingWords(texts, [range(0, 12), range(12, 24), range(24, 30)])).toEqual([
      ['late', 'parcel'],
      ['invoice', 'refund'],
      [],
    ]);
  });

  it('puts what most rows of the cluster have before what few have, and leaves out what two have', () => {
    const own = [...times(10, 'often sometimes seldom'), ...times(8, 'often sometimes'), ...times(10, 'often')];
    const texts = [...own.map((text, at) => (at < 2 ? `${text} chance` : text)), ...times(40, 'other')];
    expect(tellingWords(texts, [range(0, 28)])).toEqual([['often', 'sometimes', 'seldom']]);
  });

  it('counts a word once for each text, however often it stands there', () => {
    const texts = ['echo '.repeat(50), ...times(9, 'plain'), ...times(10, 'other')];
    expect(tellingWords(texts, [range(0, 10)])).toEqual([['plain']]);
  });

  it('draws the line where the log-odds of the paper are two standard errors apart', () => {
    const named = [4, 5, 6, 7, 8].map((own) => tellingWords(edges(own), [range(0, 20)]));
    expect(named).toEqual([4, 5, 6, 7, 8].map((own) => [edgeZ(own) >= 2 ? ['edge'] : []]));
    expect([edgeZ(4) < 2, edgeZ(8) >= 2]).toEqual([true, true]);
  });
});

describe('wordsOf', () => {
  it.each([
    ['The parcel, the PARCEL and my e-mail', ['parcel', 'mail']],
    ['I don’t like 42 or x', ['don’t', 'like']],
    ['Мой заказ не пришёл', ['мой', 'заказ', 'не', 'пришёл']],
  ])('of “%s”', (text, words) => {
    expect([...wordsOf(text)]).toEqual(words);
  });

  it('finds words where no spaces are written', () => {
    expect([...wordsOf('荷物がまだ届いていません')]).toContain('荷物');
  });
});
