import { listedItems } from '../task-output/listed-items.ts';

export interface VotedList {
  /** Each once, in the order of the votes. */
  readonly items: readonly string[];
  /** Mean over the items that any vote names of the share of votes that say of the item what the outcome says; 1 where no vote names any. */
  readonly agreement: number;
  /** More than half of the votes name items, and yet none is in: they agree that there are some, and on none. */
  readonly isLost: boolean;
}

/**
 * What votes for lists come to: an item is in when more than half of the votes have it.
 * @throws RangeError without votes, or for one that is no list
 */
export function voteLists(votes: readonly string[]): VotedList {
  if (votes.length === 0) throw new RangeError('no votes to count');
  const lists = votes.map((vote) => {
    const items = listedItems(vote);
    if (items === null) throw new RangeError(`a vote for "${vote}", which is no list`);
    return new Set(items);
  });
  const named = [...new Set(lists.flatMap((list) => [...list]))];
  const shares = named.map((item) => lists.filter((list) => list.has(item)).length / lists.length);
  const items = named.filter((_, at) => (shares[at] ?? 0) > 0.5);
  const agreed = shares.map((share) => (share > 0.5 ? share : 1 - share));
  return {
    items,
    agreement: named.length === 0 ? 1 : agreed.reduce((sum, share) => sum + share, 0) / named.length,
    isLost: items.length === 0 && lists.filter((list) => list.size > 0).length > lists.length / 2,
  };
}
