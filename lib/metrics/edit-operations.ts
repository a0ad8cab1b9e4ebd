/** Tokens `from` to `to` (not included) of a text become others; none where both are equal: an insertion. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly becomes: readonly string[];
}

interface Block {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * The edits that make one list of tokens into another, in their order, no two of them touching. What stays is found as
 * Python's `difflib.SequenceMatcher` does without its heuristic for frequent tokens: the longest common run, the first of
 * equal ones, then the same left and right of it. At worst cubic in the tokens, in practice near their product.
 * @see Ratcliff & Metzener 1988, "Pattern Matching: The Gestalt Approach"
 */
export function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let [from, start] = [0, 0];
  for (const block of [...commonRuns(before, after), { before: before.length, after: after.length, length: 0 }]) {
    if (from < block.before || start < block.after)
      edits.push({ from, to: block.before, becomes: after.slice(start, block.after) });
    [from, start] = [block.before + block.length, block.after + block.length];
  }
  return edits;
}

/** Runs that stay, from left to right. */
function commonRuns(before: readonly string[], after: readonly string[]): readonly Block[] {
  const places = new Map<string, number[]>();
  for (const [place, token] of after.entries()) {
    const known = places.get(token);
    if (known === undefined) places.set(token, [place]);
    else known.push(place);
  }
  const found: Block[] = [];
  const open = [{ from: 0, to: before.length, start: 0, end: after.length }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { from, to, start, end } = part;
    const run = longestRun(before, places, part);
    if (run.length === 0) continue;
    found.push(run);
    open.push({ from, to: run.before, start, end: run.after });
    open.push({ from: run.before + run.length, to, start: run.after + run.length, end });
  }
  return found.toSorted((one, other) => one.before - other.before);
}

function longestRun(
  before: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  part: { readonly from: number; readonly to: number; readonly start: number; readonly end: number },
): Block {
  let best: Block = { before: part.from, after: part.start, length: 0 };
  /** Length of the run that ends at a place of `after` and at the token before the one looked at. */
  let lengths = new Map<number, number>();
  for (let at = part.from; at < part.to; at += 1) {
    const next = new Map<number, number>();
    for (const place of places.get(before[at] ?? '') ?? []) {
      if (place < part.start) continue;
      if (place >= part.end) break;
      const length = (lengths.get(place - 1) ?? 0) + 1;
      next.set(place, length);
      if (length > best.length) best = { before: at - length + 1, after: place - length + 1, length };
    }
    lengths = next;
  }
  return best;
}
