/** Scripts with the signs that count for them; in Japanese kana stand between Han signs. */
const SCRIPTS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Latin', /\p{sc=Latin}/gu],
  ['Cyrillic', /\p{sc=Cyrillic}/gu],
  ['Greek', /\p{sc=Greek}/gu],
  ['Arabic', /\p{sc=Arabic}/gu],
  ['Hebrew', /\p{sc=Hebrew}/gu],
  ['Devanagari', /\p{sc=Devanagari}/gu],
  ['Bengali', /\p{sc=Bengali}/gu],
  ['Tamil', /\p{sc=Tamil}/gu],
  ['Thai', /\p{sc=Thai}/gu],
  ['Hangul', /\p{sc=Hangul}/gu],
  ['kana', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['Han', /\p{sc=Han}/gu],
];

/**
 * The script that most letters of a text are of; `kana and Han` wherever there are kana and they with Han are most;
 * `other` for scripts that are not listed, `none` without letters. It says which script, not which language.
 */
export function scriptOf(text: string): string {
  const counts = new Map(SCRIPTS.map(([name, sign]) => [name, text.match(sign)?.length ?? 0]));
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return 'none';
  const kana = counts.get('kana') ?? 0;
  if (kana > 0) {
    counts.set('kana and Han', kana + (counts.get('Han') ?? 0));
    counts.delete('kana');
    counts.delete('Han');
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most === undefined || most[1] === 0 ? 'other' : most[0];
}
