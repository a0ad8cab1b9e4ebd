import { beforeAll, describe, expect, it } from 'vitest';
import { languagesOf, NOT_TOLD } from '../../../../lib/evaluation/languages-of.ts';
import recorded from '../../../support/recorded/short-sentences.json' with { type: 'json' };

// The detector's tables take a second to load, more where other tests run.
beforeAll(() => languagesOf([]));

const NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
  it: 'Italian',
  nl: 'Dutch',
  sv: 'Swedish',
  da: 'Danish',
  pl: 'Polish',
  ru: 'Russian',
  tr: 'Turkish',
};
const sentences = Object.entries(recorded).flatMap(([code, texts]) => texts.map((text) => ({ text, code })));

describe('languagesOf', () => {
  it('tells the language of short sentences in twelve languages, but for those of fewer than twenty letters', async () => {
    const named = await languagesOf(sentences.map(({ text }) => text));
    const others = sentences.flatMap(({ text, code }, at) => (named[at] === NAMES[code] ? [] : [[text, named[at]]]));
    expect([sentences.length, others]).toEqual([
      60,
      [
        ['Can I change my address?', 'not told (Latin)'],
        ['Czy mogę zmienić adres?', 'not told (Latin)'],
      ],
    ]);
  });

  it('tells none of their beginnings wrong, and few of them at all', async () => {
    const named = await languagesOf(sentences.map(({ text }) => text.split(' ').slice(0, 2).join(' ')));
    const told = named.flatMap((name, at) => (name.startsWith(NOT_TOLD) ? [] : [[name, sentences[at]?.code]]));
    expect(told.filter(([name, code]) => name !== NAMES[code ?? ''])).toEqual([]);
    expect(told.length).toBeLessThan(5);
  });

  it.each([
    ['', 'not told (none)'],
    ['2014-01-02 10:30', 'not told (none)'],
    ['Thanks!', 'not told (Latin)'],
    ['Спасибо за', 'not told (Cyrillic)'],
    ['荷物がまだ届いていません。', 'Japanese'],
    ['我的包裹还没有到。', 'Chinese'],
    ['내 소포가 아직 도착하지 않았습니다.', 'Korean'],
    ['Paket saya belum sampai hari ini.', 'Malay or Indonesian'],
    ['Nid yw fy mhecyn wedi cyrraedd eto.', 'not told (Latin)'],
  ])('takes “%s” for %s', async (text, name) => {
    expect(await languagesOf([text])).toEqual([name]);
  });
});
