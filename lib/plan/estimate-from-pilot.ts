import type { z } from 'zod';
import type { Amount, Price, Spending } from '../../contracts/budget.ts';
import type { Estimate, TokensPerCall } from '../../contracts/plan.ts';
import type { PilotResult } from '../../contracts/stage-results.ts';
import type { TestOrigin } from '../../contracts/report.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { votesOnTest } from '../evaluation/voted-test.ts';
import { RETRIES } from '../generation/limits.ts';
import { estimate } from './estimate.ts';
import { type Factor, rejectedAfter, shareAfter, stubbornAfter } from './factor.ts';
import { ACCEPTED_FLOOR, ACCEPTED_PRIOR, NEW_FLOOR, NEW_PRIOR, taskFigures } from './task-figures.ts';

interface PilotedTask {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  readonly price: Price | null;
  /** Rows to generate in the first round: imported ones are there already. */
  readonly rowsWanted: number;
  readonly trainMinutes: number;
  readonly testRows: number;
  /** Whether datasets are still to be looked for: they are not yet where a plan alone is wanted. */
  readonly search: 'ahead' | 'over';
  /** Null in builds that began before it was told: nobody votes on their tests. */
  readonly testOrigin: TestOrigin | null;
}

/**
 * The estimate after the pilot: `before` and `pilot` are paid and known, the rest is reckoned from what the pilot
 * measured. What was paid before stands under `holdout`, reading the task included.
 */
export function estimateFromPilot(
  { config, spec, price, rowsWanted, trainMinutes, testRows, search, testOrigin }: PilotedTask,
  { measured }: Pick<z.infer<typeof PilotResult>, 'measured'>,
  before: Amount,
  pilot: Spending['paid'],
): Estimate {
  const facts = { config, spec, price, trainMinutes, testRows, testInputs: [], isTestGenerated: false, goldRows: 0 };
  const prior = taskFigures(facts);
  const { write, label, callsPerAnswer, inputsAsked, inputsNew, voted, accepted, stubborn } = measured;
  const others = Math.max(0, write.calls + label.calls - stubborn * config.teacher.votes * (1 + RETRIES));
  const answers = others / callsPerAnswer;
  const tokens = {
    ...prior.tokens,
    write: measuredTokens(write, prior.tokens.write),
    label: measuredTokens(label, prior.tokens.label),
    answer: measuredTokens(label, prior.tokens.answer),
  };
  const figures = {
    ...prior,
    readingChance: search === 'ahead' ? prior.readingChance : 0,
    rowsWanted,
    testVotes: testOrigin === null ? 0 : votesOnTest(testOrigin, config.teacher.votes),
    tokens,
    shared: { writes: write.calls / callsPerAnswer, labels: label.calls / callsPerAnswer },
    newShare: shareAfter(NEW_PRIOR, inputsNew, inputsAsked, NEW_FLOOR),
    acceptedShare: shareAfter(ACCEPTED_PRIOR, accepted, voted, ACCEPTED_FLOOR),
    rejected: rejectedAfter(others - answers, answers),
    stubborn: stubbornAfter(stubborn, voted),
  };
  const { usd, inputTokens, outputTokens, calls } = pilot;
  return estimate([figures], 'pilot', {
    parse: { calls: 0, tokens: 0, usd: 0 },
    holdout: before,
    pilot: { calls, tokens: inputTokens + outputTokens, usd },
  });
}

/** Calls that are yet to be made are about other topics, and later ones name what is covered. */
const OTHER_TOPICS = 0.1;

const measuredTokens = (
  tokens: TokensPerCall,
  prior: { readonly input: Factor; readonly output: Factor },
): { readonly input: Factor; readonly output: Factor } =>
  tokens.calls === 0
    ? prior
    : {
        input: measuredFactor(tokens.input, tokens.inputDeviation, tokens.calls),
        output: measuredFactor(tokens.output, tokens.outputDeviation, tokens.calls),
      };

/** The mean's standard error, relative, and what other topics add. */
const measuredFactor = (mean: number, deviation: number, calls: number): Factor => ({
  middle: mean,
  spread: Math.hypot(OTHER_TOPICS, deviation / Math.sqrt(calls) / Math.max(1, mean)),
});
