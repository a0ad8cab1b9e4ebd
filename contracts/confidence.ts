import { z } from 'zod';
import { Metric } from './task-file.ts';

const Share = z.number().min(0).max(1);

/** A coverage that a user may ask for, and the least confidence that is then kept. */
const Threshold = z.strictObject({ coverage: Share, threshold: Share });
export type Threshold = Readonly<z.infer<typeof Threshold>>;

/** From what a model says of its own answer to a confidence: logits over a temperature, where an answer is one label; else 1 / (1 + exp(−slope · logProbability − intercept)). */
const Temperature = z.strictObject({ temperature: z.number().positive() });
const Curve = z.strictObject({ slope: z.number().positive(), intercept: z.number() });
export type Calibration = Readonly<z.infer<typeof Temperature>> | Readonly<z.infer<typeof Curve>>;

/** By coverage, lowest first; the last one is 1. A coverage between two of them is met by the higher one. */
const thresholds = z.array(Threshold);

/** One exported file: int8 logits differ from fp32 ones, so each is calibrated by itself. */
const CalibratedFile = z.union([Temperature.extend({ thresholds }), Curve.extend({ thresholds })]);

/** What a confidence is the probability of: being right, or, where the teacher labelled the rows it was fitted on, agreeing with the teacher. */
const Meaning = z.enum(['accuracy', 'agreement']);

/**
 * What counts as right. Absent: the one label. `whole`: all of an answer, as the metric that decides counts (each label of
 * several, each field). A metric: answers are right in degrees, and the confidence is the score to be expected.
 */
const Counted = z.union([z.literal('whole'), Metric]).optional();
export type Counted = z.infer<typeof Counted>;

/** `confidence` of task.json: how sure an answer is, and when to abstain. Fitted on validation rows alone. */
export const BundleConfidence = z.strictObject({
  of: Meaning,
  counted: Counted,
  /** Validation rows it was fitted on. */
  rows: z.int(),
  files: z.strictObject({ int8: CalibratedFile, fp32: CalibratedFile }),
  /** Known share, 0..1, below which an input is unfamiliar; `familiar.json` holds what is known. */
  familiarFrom: Share,
});
export type BundleConfidence = Readonly<z.infer<typeof BundleConfidence>>;

/** familiar.json of a bundle: a Bloom filter of the pieces of text that stand in training inputs. */
export const FamiliarPieces = z.strictObject({
  version: z.literal(1),
  /** Characters of a piece. */
  length: z.int().positive(),
  /** Bits that a piece sets. */
  hashes: z.int().positive(),
  /** Base64; their number is a power of two. Bit `n` is bit `n % 8`, the lowest first, of byte `n / 8`. */
  bits: z.base64(),
});
export type FamiliarPieces = Readonly<z.infer<typeof FamiliarPieces>>;

/** teacher-prompt.json of a bundle: how the build asked the teacher for one answer, so that a server can ask the same. */
export const TeacherPrompt = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  /** All messages before the one that holds the input: the instruction, then the user's examples as turns. */
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  /** JSON Schema of the answer; `output` in it is the task's. */
  schema: z.record(z.string(), z.unknown()),
  maxOutputTokens: z.int().positive(),
});
export type TeacherPrompt = Readonly<z.infer<typeof TeacherPrompt>>;

/** A share of right answers, or a mean score, with its 95 % interval; null where there is no row to count. */
const Rate = z.strictObject({ value: Share, low: Share, high: Share, rows: z.int() });
export type Rate = Readonly<z.infer<typeof Rate>>;

/** What a coverage came to: on the rows it was fitted on, on the test, and with the teacher behind it. */
const CoverageChoice = z.strictObject({
  ...Threshold.shape,
  validation: z.strictObject({ kept: Share, accuracy: Rate.nullable() }),
  test: z.strictObject({ kept: Share, accuracy: Rate.nullable() }),
  /** The student on what it keeps, the teacher on the rest, on the same test rows; null where the teacher was not asked. */
  cascade: z
    .strictObject({
      accuracy: Rate,
      /** Of the teacher's calls, by 1,000 inputs; dollars are null where the price is unknown. */
      usdPer1000: z.number().nullable(),
      tokensPer1000: z.number(),
    })
    .nullable(),
});
export type CoverageChoice = Readonly<z.infer<typeof CoverageChoice>>;

/** `noConfidence` of report.json: why nothing is said of how sure an answer is. */
export const NoConfidence = z.strictObject({
  /** `few-rows`: too few validation rows; `flat`: on them the surer answers are not the better ones. */
  reason: z.enum(['few-rows', 'flat']),
  /** Validation rows, and how many are needed. */
  rows: z.int(),
  needed: z.int(),
});
export type NoConfidence = Readonly<z.infer<typeof NoConfidence>>;

/** `confidence` of report.json: the file that ships, on the test rows. On generated rows `accuracy` is agreement with the teacher's vote. */
export const ConfidenceReport = z.strictObject({
  of: Meaning,
  /** With it, `accuracy` is a share of such answers, or the mean of the rows' scores. */
  counted: Counted,
  file: z.enum(['int8', 'fp32']),
  /** Or slope and intercept. */
  temperature: z.number().optional(),
  slope: z.number().optional(),
  intercept: z.number().optional(),
  /** Validation rows it was fitted on. */
  fittedRows: z.int(),
  on: z.enum(['gold', 'imported', 'generated']),
  /** Test rows. */
  rows: z.int(),
  /** Share of pairs of a right and a wrong answer of which the right one is surer, ties by half; null where all are alike, or right in degrees. */
  auroc: z.number().nullable().optional(),
  /** Mean squared distance of the confidence from 1 (right) or 0 (wrong), or from the score; before: of the probability as the model has it. */
  brier: z.strictObject({ before: z.number(), after: z.number() }),
  /** Expected calibration error; null below `eceFromRows` people's rows. */
  ece: z.number().nullable(),
  eceFromRows: z.int(),
  /** Equal widths, empty ones left out. */
  bins: z.array(z.strictObject({ from: Share, to: Share, confidence: Share, accuracy: Rate })),
  /** Area under the curve of risk by coverage, 0..1: the mean share of wrong answers over all coverages. Lower is better. */
  riskCoverageArea: z.number(),
  /** The most confident rows first, unfamiliar ones last; about a hundred points. */
  curve: z.array(z.strictObject({ coverage: Share, accuracy: Share, cascade: Share.nullable() })),
  familiar: z.strictObject({
    from: Share,
    /** Whose rows the limit was read from. */
    limitFrom: z.enum(['people', 'people-and-generated', 'generated']),
    unfamiliarValidation: Share,
    unfamiliarTest: Share,
  }),
  choices: z.array(CoverageChoice),
  /** One answer of the teacher; null where it was not asked on all test rows. */
  teacher: z
    .strictObject({
      accuracy: Rate,
      inputTokens: z.number(),
      outputTokens: z.number(),
      usdPer1000: z.number().nullable(),
    })
    .nullable(),
});
export type ConfidenceReport = Readonly<z.infer<typeof ConfidenceReport>>;
