/** Gives every n-gram a number of its own: a trie whose edges lie in one open-addressing table. */
export interface NgramIndex {
  /** Number of the n-gram that `symbol` (0 or more, below 2^31) makes of the n-gram `parent`; the same pair, the same number. */
  readonly extend: (parent: number, symbol: number) => number;
  /** One more than the highest number given out. */
  readonly size: () => number;
}

/** Roots to extend: n-grams of different roots never meet. */
export const CHARACTER_ROOT = 0;
export const WORD_ROOT = 1;
const FIRST_FREE = 2;

/**
 * A table of its own instead of a Map of strings: no substring is made and nothing is boxed, which is several times
 * faster on the many short n-grams of chrF. Grows by doubling; exact, since keys are compared and not only hashed.
 */
export function createNgramIndex(): NgramIndex {
  let slots = 1024;
  let parents = new Int32Array(slots);
  let symbols = new Int32Array(slots);
  // 0 marks a free slot: roots are never looked up.
  let numbers = new Int32Array(slots);
  let next = FIRST_FREE;

  const slotOf = (parent: number, symbol: number): number => {
    let slot = mix(parent, symbol) & (slots - 1);
    while (numbers[slot] !== 0 && (parents[slot] !== parent || symbols[slot] !== symbol))
      slot = (slot + 1) & (slots - 1);
    return slot;
  };
  const place = (slot: number, parent: number, symbol: number, number: number): void => {
    parents[slot] = parent;
    symbols[slot] = symbol;
    numbers[slot] = number;
  };
  const grow = (): void => {
    const [oldParents, oldSymbols, oldNumbers] = [parents, symbols, numbers];
    slots *= 2;
    parents = new Int32Array(slots);
    symbols = new Int32Array(slots);
    numbers = new Int32Array(slots);
    for (let old = 0; old < oldNumbers.length; old += 1) {
      const [parent, symbol, number] = [oldParents[old] ?? 0, oldSymbols[old] ?? 0, oldNumbers[old] ?? 0];
      if (number !== 0) place(slotOf(parent, symbol), parent, symbol, number);
    }
  };
  return {
    extend: (parent, symbol) => {
      const slot = slotOf(parent, symbol);
      const known = numbers[slot] ?? 0;
      if (known !== 0) return known;
      const number = next;
      next += 1;
      place(slot, parent, symbol, number);
      // Half full at the most: probes stay short.
      if (next * 2 > slots) grow();
      return number;
    },
    size: () => next,
  };
}

/** MurmurHash3's finalizer over both halves of the key. */
function mix(parent: number, symbol: number): number {
  let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
