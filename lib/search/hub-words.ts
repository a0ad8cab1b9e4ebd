import type { SearchQuery } from './search-query.ts';

/** Searches of the hub for one task: it finds names of datasets by a word in them. */
const MOST_WORDS = 8;

/** Words of instructions that name no topic. */
const EMPTY = new Set(
  (
    'about above after again against answer answers another because been before below between both cannot could does ' +
    'doing down during each either else ever every false find form from give gives given have having here input into ' +
    'just label labels like list made make makes many more most must name need neither never none only other otherwise ' +
    'output over please read reply return same says should show some such sure take task tell text than that their them ' +
    'then there these they thing things this those through true turn under until user using very want wants well were ' +
    'what when where whether which while whose will with without word words would write your'
  ).split(' '),
);

/** What to search the hub for: content words of the instruction, in their order. */
export function hubWords({ instruction }: SearchQuery): readonly string[] {
  const words = instruction.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return [...new Set(words.filter((word) => !EMPTY.has(word)))].slice(0, MOST_WORDS);
}
