/** Finds words by Unicode's rules, and by a dictionary where a script writes no spaces. */
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * English words that stand in any text. Those of other languages need no list: in a test of one language they are as
 * frequent everywhere, and in a test of several they tell the language.
 */
const STOP_WORDS = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both but by ' +
    'can could did do does doing down during each few for from further had has have having he her here hers him his how ' +
    'i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own ' +
    'same she should so some such than that the their them then there these they this those through to too under until ' +
    'up us very was we were what when where which while who whom why will with would you your'
  ).split(' '),
);

/** The different words of a text, small, without numbers, single signs of alphabets and English stop words. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = [...SEGMENTER.segment(text.normalize('NFC').toLowerCase())]
    .filter(({ isWordLike, segment }) => isWordLike === true && TELLS.test(segment) && !STOP_WORDS.has(segment))
    .map(({ segment }) => segment);
  return new Set(words);
}

/** Two letters with nothing but letters, marks and apostrophes around, or a single Han sign. */
const TELLS = /^(?=.*\p{L}.*\p{L}|\p{sc=Han}$)[\p{L}\p{M}'’·-]+$/u;
