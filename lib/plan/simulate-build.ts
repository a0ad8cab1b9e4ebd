import type { PlannedStage } from '../../contracts/plan.ts';
import { INPUTS_PER_CALL, RETRIES } from '../generation/limits.ts';
import { firstWaveCalls } from '../pilot/planned-calls.ts';
import type { Random } from '../statistics/random.ts';
import type { BuildFigures, CallTokens } from './build-figures.ts';
import { drawn, type Factor } from './factor.ts';

/** What one stage comes to. */
export interface Bill {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
  readonly minutes: number;
}

/** Seconds that a call takes, and calls side by side: endpoints differ tenfold. */
const SECONDS_PER_CALL: Factor = { middle: 1.2, spread: 1.2 };
const CALLS_AT_ONCE: Factor = { middle: 16, spread: 0.5 };
/** Rows that training passes a second, over all epochs: a laptop without a GPU reaches 5 with a fine-tuned encoder, a GPU hundreds. */
const ROWS_PER_SECOND: Factor = { middle: 25, spread: 1.2 };
const EPOCHS = 8;
/** Export, evaluation on the CPU and packing. */
const OTHER_MINUTES: Factor = { middle: 1, spread: 0.8 };
/** Labels whose votes are tied are asked once more: about every other row that is lost in the end. */
const TIES_PER_LOST_ROW = 0.5;
/** With more of them the task cannot be done by this teacher, and generation ends for want of rows. */
const MOST_STUBBORN = 0.5;

/** One way in which a build may turn out: every figure drawn once, so that what is dear in one stage is dear in all. */
export function simulateBuild(figures: BuildFigures, random: Random): Readonly<Record<PlannedStage, Bill>> {
  const draw = (factor: Factor) => drawn(factor, random);
  const tries = 1 + draw(figures.rejected);
  const newShare = Math.min(1, draw(figures.newShare));
  const accepted = Math.min(1, draw(figures.acceptedShare));
  const pace = draw(SECONDS_PER_CALL) / draw(CALLS_AT_ONCE) / 60;
  const factors = drawTokens(figures, draw);
  const bill = (parts: readonly (readonly [number, Tokens])[]): Bill =>
    parts.map(([calls, tokens]) => billOf(calls * tries, tokens, figures.price, pace)).reduce(plus, NOTHING);

  // How many rounds a build needs is anybody's guess before the first student is there.
  const rounds = figures.rounds.most === 1 ? 1 : 1 + random.int(figures.rounds.most);
  const train = wavesFor(figures.rowsWanted, newShare, accepted);
  const later = wavesFor(figures.rounds.rows, newShare, accepted);
  const test = wavesFor(figures.generatedTest, newShare, 1);
  const vain = RETRIES * Math.min(MOST_STUBBORN, draw(figures.stubborn));
  const ties = figures.votes > 1 ? TIES_PER_LOST_ROW * (1 - accepted) : 0;
  const labels = (inputs: number) => inputs * (figures.votes * (1 + vain) + ties);
  // The one answer stands as it is; votes that fit no rule are asked again.
  const answers = figures.testRows * (1 + (figures.testVotes === 0 ? 0 : figures.testVotes * (1 + vain) + ties));
  const { write, label } = factors;
  const { pilot, shared } = figures;
  // Drawn last, and only where it may happen: other builds keep their figures.
  const reading =
    figures.readingChance > 0 && random.next() < figures.readingChance ? readingTokens(figures, draw) : null;
  const minutesPerRow = EPOCHS / draw(ROWS_PER_SECOND) / 60;
  const trainMinutes = Array.from({ length: rounds }, (_, round) => figures.rowsWanted + round * figures.rounds.rows)
    .map((rows, round) => Math.min(figures.trainMinutes, rows * minutesPerRow * (round === 0 ? figures.trials : 1)))
    .reduce((sum, minutes) => sum + minutes, 0);
  return {
    parse: bill([
      [figures.parseCalls, factors.parse],
      [1, factors.attributes],
    ]),
    discover: reading === null ? NOTHING : bill([[1, reading]]),
    holdout: bill([
      [test.calls, write],
      [labels(test.inputs), label],
    ]),
    pilot: bill([
      [pilot.writes + shared.writes, write],
      [pilot.labels + shared.labels, label],
      [pilot.bareLabels, factors.bareLabel],
    ]),
    generate: bill([
      [Math.max(0, train.calls - shared.writes), write],
      [Math.max(0, labels(train.inputs) - shared.labels), label],
      [(rounds - 1) * later.calls, write],
      [(rounds - 1) * labels(later.inputs), label],
    ]),
    train: { ...NOTHING, minutes: trainMinutes },
    evaluate: plus(bill([[answers, factors.answer]]), { ...NOTHING, minutes: draw(OTHER_MINUTES) }),
  };
}

const readingTokens = ({ tokens }: BuildFigures, draw: (factor: Factor) => number): Tokens => ({
  input: draw(tokens.reading.input),
  output: draw(tokens.reading.output),
});

function drawTokens({ tokens }: BuildFigures, draw: (factor: Factor) => number) {
  const both = (call: CallTokens) => ({ input: draw(call.input), output: draw(call.output) });
  const label = both(tokens.label);
  return {
    parse: both(tokens.parse),
    attributes: both(tokens.attributes),
    write: both(tokens.write),
    label,
    bareLabel: likeLabel(tokens.bareLabel, tokens.label, label),
    answer: likeLabel(tokens.answer, tokens.label, label),
  };
}

/** The same prompt as a label but for its input or its demonstrations: what makes one long makes the other long. */
const likeLabel = (tokens: CallTokens, label: CallTokens, value: Tokens): Tokens => ({
  input: scaled(tokens.input, label.input, value.input),
  output: scaled(tokens.output, label.output, value.output),
});

const scaled = (factor: Factor, of: Factor, value: number): number =>
  of.middle === 0 ? 0 : factor.middle * (value / of.middle);

interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** Calls for inputs and new inputs until `rows` rows are there: the first wave as it is planned, a second for what it lacks. */
function wavesFor(
  rows: number,
  newShare: number,
  accepted: number,
): { readonly calls: number; readonly inputs: number } {
  if (rows === 0) return { calls: 0, inputs: 0 };
  const first = firstWaveCalls(rows);
  const rowsPerCall = INPUTS_PER_CALL * newShare * accepted;
  const missing = Math.max(0, rows - first * rowsPerCall);
  const calls = first + Math.ceil(missing / Math.max(1, rowsPerCall));
  return { calls, inputs: calls * INPUTS_PER_CALL * newShare };
}

const NOTHING: Bill = { calls: 0, tokens: 0, usd: 0, minutes: 0 };

const billOf = (
  calls: number,
  { input, output }: Tokens,
  price: BuildFigures['price'],
  minutesPerCall: number,
): Bill => ({
  calls,
  tokens: calls * (input + output),
  usd: price === null ? 0 : (calls * (input * price.inputPer1M + output * price.outputPer1M)) / 1e6,
  minutes: calls * minutesPerCall,
});

export const plus = (one: Bill, other: Bill): Bill => ({
  calls: one.calls + other.calls,
  tokens: one.tokens + other.tokens,
  usd: one.usd + other.usd,
  minutes: one.minutes + other.minutes,
});
