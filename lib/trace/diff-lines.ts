export interface LineChange {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The lines of two texts in one list, those of a longest common subsequence once; removed before added.
 * Takes time and memory of the product of the two numbers of lines: for prompts, not for data.
 */
export function diffLines(before: string, after: string): readonly LineChange[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const longest = commonLengths(old, fresh);
  const changes: LineChange[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < fresh.length) {
    const [gone, come] = [old[at], fresh[to]];
    if (gone !== undefined && gone === come) {
      changes.push({ sign: ' ', text: gone });
      at += 1;
      to += 1;
    } else if (
      gone !== undefined &&
      (come === undefined || lengthAt(longest, at + 1, to) >= lengthAt(longest, at, to + 1))
    ) {
      changes.push({ sign: '-', text: gone });
      at += 1;
    } else {
      changes.push({ sign: '+', text: come ?? '' });
      to += 1;
    }
  }
  return changes;
}

/** By the lines from which on both texts are looked at: how many they have in common, in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: fresh.length + 1 }, () => 0));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    for (let to = fresh.length - 1; to >= 0; to -= 1) {
      const row = lengths[at];
      if (row === undefined) continue;
      row[to] =
        old[at] === fresh[to]
          ? lengthAt(lengths, at + 1, to + 1) + 1
          : Math.max(lengthAt(lengths, at + 1, to), lengthAt(lengths, at, to + 1));
    }
  }
  return lengths;
}

const lengthAt = (lengths: readonly (readonly number[])[], at: number, to: number): number => lengths[at]?.[to] ?? 0;
