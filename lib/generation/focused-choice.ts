/**
 * Which label and which topic call number `call` asks for, so that over the calls each comes as often as its share says:
 * the one that lags furthest behind is next (stride scheduling). Topics take turns within each label, so that every pair
 * of both comes. Null where a list is empty. The same shares and number give the same choice; costs one pass over the calls
 * before.
 *
 * @see Waldspurger & Weihl 1995, "Stride Scheduling: Deterministic Proportional-Share Resource Management"
 */
export function focusedChoice(
  shares: { readonly labels: readonly number[]; readonly topics: readonly number[] },
  call: number,
): { readonly label: number | null; readonly topic: number | null } {
  const labels = createTurns(shares.labels);
  const topics = new Map<number | null, () => number | null>();
  for (let earlier = 0; ; earlier += 1) {
    const label = labels();
    const turns = topics.get(label) ?? createTurns(shares.topics);
    topics.set(label, turns);
    const topic = turns();
    if (earlier === call) return { label, topic };
  }
}

/** Gives the next place at each call. */
function createTurns(shares: readonly number[]): () => number | null {
  const given = shares.map(() => 0);
  let turns = 0;
  return () => {
    turns += 1;
    const lags = shares.map((share, place) => share * turns - (given[place] ?? 0));
    const next = lags.indexOf(Math.max(...lags));
    if (next === -1) return null;
    given[next] = (given[next] ?? 0) + 1;
    return next;
  };
}
