import { wordsOf } from './words-of.ts';

/** Words for each cluster: enough to recognise it. */
const MOST_WORDS = 4;
/** A word in fewer rows of the cluster is chance, or a name. */
const LEAST_ROWS = 3;
/** Standard errors above the rest. It names a cluster, and claims nothing: no correction for the number of words. */
const LEAST_Z = 2;
/** Rows that the prior is worth: they hold each word as often as all rows together do. */
const PRIOR_ROWS = 10;

/**
 * For each cluster, given by places in `texts`, the words that tell it from all other texts, the most telling first; none
 * where no word does. A word counts once for each text that has it. Ranked by the log-odds of having the word, against the
 * rest, with an informative prior, in standard errors.
 *
 * @see Monroe, Colaresi & Quinn 2008, "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the
 *   Content of Political Conflict", section 3.5.1
 */
export function tellingWords(
  texts: readonly string[],
  clusters: readonly (readonly number[])[],
): readonly (readonly string[])[] {
  const words = texts.map(wordsOf);
  const everywhere = counted(words);
  return clusters.map((places) => {
    const inside = counted(places.flatMap((place) => words[place] ?? []));
    const rest = texts.length - places.length;
    return [...inside]
      .filter(([, rows]) => rows >= LEAST_ROWS)
      .map(([word, rows]) => {
        const all = everywhere.get(word) ?? 0;
        const own = { having: rows, rows: places.length };
        return { word, z: standing(own, { having: all - rows, rows: rest }, all / texts.length) };
      })
      .filter(({ z }) => z >= LEAST_Z)
      .toSorted((one, other) => other.z - one.z || (one.word < other.word ? -1 : 1))
      .slice(0, MOST_WORDS)
      .map(({ word }) => word);
  });
}

function counted(texts: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

interface Having {
  readonly having: number;
  readonly rows: number;
}

/** Difference of the log-odds over its standard error; `share` is the word's share of all rows. */
function standing(own: Having, rest: Having, share: number): number {
  const prior = PRIOR_ROWS * share;
  const logOdds = ({ having, rows }: Having): number =>
    Math.log((having + prior) / (rows - having + PRIOR_ROWS - prior));
  const variance = 1 / (own.having + prior) + 1 / (rest.having + prior);
  // A word that every row has tells nothing: both odds are endless.
  return share === 1 ? 0 : (logOdds(own) - logOdds(rest)) / Math.sqrt(variance);
}
