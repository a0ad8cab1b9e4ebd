import { z } from 'zod';

/** What calls cost, or may cost: US dollars, tokens (prompt and completion together), calls. */
export const Amount = z.strictObject({
  usd: z.number().nonnegative(),
  tokens: z.number().nonnegative(),
  calls: z.number().nonnegative(),
});
export type Amount = Readonly<z.infer<typeof Amount>>;

/** The user's cap. What is absent is not capped; `minutes` is wall-clock time of the whole build. */
export const Budget = z.strictObject({
  usd: z.number().nonnegative().optional(),
  tokens: z.number().nonnegative().optional(),
  calls: z.number().nonnegative().optional(),
  minutes: z.number().positive().optional(),
});
export type Budget = Readonly<z.infer<typeof Budget>>;

/**
 * What one attempt of an activity may spend. `attempts` attempts are paid for: one that died is charged `each` in full,
 * since its calls may still be on their way, and the next takes its own; the last fails as `grant-spent`.
 */
export const Grant = z.strictObject({
  each: z.strictObject({
    usd: z.number().nonnegative().nullable(),
    tokens: z.number().nonnegative().nullable(),
    calls: z.number().nonnegative().nullable(),
  }),
  attempts: z.int().positive(),
});
export type Grant = Readonly<z.infer<typeof Grant>>;

/** What an activity's calls came to. */
export const Spending = z.strictObject({
  /** Charged to the ledger: settled calls at their price, lost ones and dead attempts at their worst case. */
  charged: Amount,
  /** Paid calls of this build whose answers are in the journal, whichever attempt made them. */
  paid: z.strictObject({
    usd: z.number().nonnegative(),
    inputTokens: z.number().nonnegative(),
    outputTokens: z.number().nonnegative(),
    calls: z.number().nonnegative(),
  }),
  /** Answers that an earlier build had paid for. */
  reused: z.number().nonnegative(),
  /** Answers that could not be used, by reason; they are paid for too. */
  rejected: z.record(z.string(), z.number()),
  /** Model, fingerprint and way of asking that the answers tell of, as `model fingerprint mode`; sorted. */
  reported: z.array(z.string()),
});
export type Spending = Readonly<z.infer<typeof Spending>>;

/** What a stage's calls came to, all its activities together. */
export const StageCost = z.strictObject({
  stage: z.string(),
  paid: Spending.shape.paid,
  reused: Spending.shape.reused,
  rejected: Spending.shape.rejected,
});
export type StageCost = Readonly<z.infer<typeof StageCost>>;

/** What a build had paid in all when a piece of a stage came back. */
export const SpentSoFar = z.strictObject({
  /** Since the build began; waiting for a person counts. */
  seconds: z.number().nonnegative(),
  stage: z.string(),
  usd: z.number().nonnegative(),
  /** Prompt and completion together. */
  tokens: z.number().nonnegative(),
});
export type SpentSoFar = Readonly<z.infer<typeof SpentSoFar>>;

export const Price = z.strictObject({
  /** US dollars per million prompt tokens. */
  inputPer1M: z.number().nonnegative(),
  /** US dollars per million completion tokens. */
  outputPer1M: z.number().nonnegative(),
});
export type Price = Readonly<z.infer<typeof Price>>;
