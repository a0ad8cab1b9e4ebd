import type { Dice } from './dice.ts';

/** A task that the simulated teacher knows: it can write inputs for it, and answers any input by reading it. */
export interface SimulatedTask {
  /** The task is the one asked about when the messages of a call hold all of these, in whatever case. */
  readonly marks: readonly string[];
  /** What the script reads from its own example prompt, beside kind and labels; absent where it has none. */
  readonly reading?: Readonly<Record<string, unknown>>;
  /** What its inputs are said to be about. The script writes about all of them alike, whichever it is asked for. */
  readonly topics: readonly string[];
  /** Null where answers are text. */
  readonly labels: readonly string[] | null;
  /** One new input. `wish` is the answer it should have, or null; wishes are mostly met, as people's are. */
  readonly write: (dice: Dice, wish: string | null) => string;
  /** The right answer, read from the input alone and not from how it was written. */
  readonly understand: (input: string) => string;
  /** A wrong answer such as a careless reader would give. */
  readonly mistake: (right: string, dice: Dice) => string;
}
