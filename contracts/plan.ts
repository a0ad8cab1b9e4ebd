import { z } from 'zod';
import { Metric } from './task-file.ts';

/** How many of a task's demonstrations a prompt shows. */
export const Shown = z.enum(['all', 'few', 'none']);
export type Shown = z.infer<typeof Shown>;

/** How the temperature of writing moves over the calls. */
export const Schedule = z.enum(['constant', 'up', 'down']);
export type Schedule = z.infer<typeof Schedule>;

/** How inputs are written and labelled for training: what the pilot chose. Rows of a test know nothing of it. */
export const Settings = z.strictObject({
  writing: z.strictObject({
    schedule: Schedule,
    shown: Shown,
    /** Calls over which the temperature moves; later ones stay where it ends. */
    calls: z.int().positive(),
  }),
  labelling: z.strictObject({ shown: Shown }),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** A part of what inputs can be about. */
export const Topic = z.strictObject({ name: z.string(), description: z.string() });
export type Topic = Readonly<z.infer<typeof Topic>>;

/** What written inputs are to differ in. `fixed`: the endpoint proposed none, and lists that fit any task serve. */
export const Attributes = z.strictObject({
  version: z.literal(1),
  origin: z.enum(['proposed', 'fixed']),
  /** Why nothing could be proposed: the reason of the last rejected answer; null where something was. */
  refused: z.string().nullable(),
  /** Empty for fixed lists. */
  topics: z.array(Topic),
  /** Each a sentence that asks for it. */
  lengths: z.array(z.string()).min(1),
  styles: z.array(z.string()).min(1),
  difficulties: z.array(z.string()).min(1),
});
export type Attributes = Readonly<z.infer<typeof Attributes>>;

/** Tokens of one call of a sort: mean and standard deviation over the calls seen. */
export const TokensPerCall = z.strictObject({
  calls: z.int(),
  input: z.number(),
  output: z.number(),
  inputDeviation: z.number(),
  outputDeviation: z.number(),
});
export type TokensPerCall = Readonly<z.infer<typeof TokensPerCall>>;

/** One way of asking that the pilot tried, and what came of it. Shares from 0 to 1. */
export const PilotArm = z.strictObject({
  schedule: Schedule,
  shown: Shown,
  /** Inputs asked for, usable ones among them, different ones among those (normalised). */
  asked: z.int(),
  usable: z.int(),
  distinct: z.int(),
  /** Mean of 1 − Jaccard of character 5-grams over all pairs. */
  distance: z.number(),
  /** Labels asked for, and those that kept the task's rules. */
  labelled: z.int(),
  valid: z.int(),
  /** usable share · distinct share · distance · valid share. */
  score: z.number(),
});
export type PilotArm = Readonly<z.infer<typeof PilotArm>>;

/** The teacher's own answers on gold rows that are not test. */
export const Agreement = z.strictObject({ shown: Shown, rows: z.int(), metric: Metric, value: z.number() });
export type Agreement = Readonly<z.infer<typeof Agreement>>;

/** What the pilot measured, in the way the plan needs it. */
export const Measured = z.strictObject({
  write: TokensPerCall,
  label: TokensPerCall,
  /** Calls made per answer that could be used, stubborn inputs left out; 1 where none was rejected. */
  callsPerAnswer: z.number(),
  /** Inputs asked for, new ones among them, and labelled rows with votes enough among `voted`. */
  inputsAsked: z.int(),
  inputsNew: z.int(),
  voted: z.int(),
  accepted: z.int(),
  /** Of the voted, those to which no answer could be used, however often they were asked. */
  stubborn: z.int(),
});
export type Measured = Readonly<z.infer<typeof Measured>>;

/** Low and high end of a 90 % interval, and the middle. */
export const Interval = z.strictObject({ low: z.number(), middle: z.number(), high: z.number() });
export type Interval = Readonly<z.infer<typeof Interval>>;

/** What is reckoned for calls, tokens and dollars (0 without a price), and wall-clock minutes. */
export const Expected = z.strictObject({ calls: Interval, tokens: Interval, usd: Interval, minutes: Interval });
export type Expected = Readonly<z.infer<typeof Expected>>;

/** The stages that are reckoned one by one: those that pay, and training. */
export const PlannedStage = z.enum(['parse', 'discover', 'holdout', 'pilot', 'generate', 'train', 'evaluate']);
export type PlannedStage = z.infer<typeof PlannedStage>;

/** What a whole build will cost, if no answer was paid by an earlier build and no budget ends it before. */
export const Estimate = z.strictObject({
  version: z.literal(1),
  /** `priors`: nothing was asked yet. `pilot`: from what the pilot measured. */
  basis: z.enum(['priors', 'pilot']),
  hasPrice: z.boolean(),
  stages: z.array(z.strictObject({ stage: PlannedStage, expected: Expected })),
  total: Expected,
});
export type Estimate = Readonly<z.infer<typeof Estimate>>;

/** Estimate and actual side by side, for the report. */
export const EstimateComparison = z.strictObject({
  basis: Estimate.shape.basis,
  figures: z.array(
    z.strictObject({
      figure: z.enum(['calls', 'tokens', 'usd', 'minutes']),
      low: z.number(),
      middle: z.number(),
      high: z.number(),
      actual: z.number(),
      held: z.enum(['inside', 'below', 'above']),
    }),
  ),
});
export type EstimateComparison = Readonly<z.infer<typeof EstimateComparison>>;
