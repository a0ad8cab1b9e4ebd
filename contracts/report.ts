import { z } from 'zod';
import { SpentSoFar, StageCost } from './budget.ts';
import { CodeReport } from './code-report.ts';
import { ConfidenceReport, NoConfidence } from './confidence.ts';
import { EstimateComparison } from './plan.ts';
import { RoundReport } from './round.ts';
import { Slices } from './slices.ts';
import { StudentSearch } from './student-search.ts';
import { Metric, TaskKind } from './task-file.ts';

export const Who = z.enum([
  'student-int8',
  'student-fp32',
  'teacher',
  'teacher-vote',
  'majority',
  'nearest',
  'tfidf',
  'copy',
  'released',
]);
export type Who = z.infer<typeof Who>;

export const TestOrigin = z.enum(['gold', 'imported', 'generated']);
export type TestOrigin = z.infer<typeof TestOrigin>;

/** One number: who, on which rows, by which metric, with its 95 % interval. Rates are 0..1. */
export const Score = z.strictObject({
  who: Who,
  on: TestOrigin,
  /** A `Metric`; on generated rows the primary one is called `agreement`. */
  metric: z.string(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
});
export type Score = Readonly<z.infer<typeof Score>>;

export const Verdict = z.strictObject({
  decision: z.enum(['ship', 'no', 'unproven']),
  /** The sentence a manager would read. */
  reason: z.string(),
});
export type Verdict = Readonly<z.infer<typeof Verdict>>;

export const Cost = z.strictObject({
  usd: z.number(),
  /** Prompt and completion together. */
  tokens: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  calls: z.int(),
});
export type Cost = Readonly<z.infer<typeof Cost>>;

/** How one file differs from another in what it answers, row by row. */
const ExportChange = z.strictObject({
  from: z.string(),
  to: z.string(),
  on: z.string(),
  rows: z.int(),
  changedAnswers: z.number(),
  maxLogitDifference: z.number().nullable(),
});

/** The released version that the student was compared with. */
export const ReportedRelease = z.strictObject({
  name: z.string(),
  number: z.int().positive(),
  buildId: z.string(),
  bundleHash: z.string(),
});
export type ReportedRelease = Readonly<z.infer<typeof ReportedRelease>>;

/** report.json of a bundle. `scores`, `verdict`, `cost`, `files` are relied on from outside. */
export const Report = z.strictObject({
  version: z.literal(1),
  task: z.strictObject({
    name: z.string(),
    kind: TaskKind,
    metric: Metric,
    labels: z.array(z.string()).nullable(),
    /** Answers are lists of labels or passages; absent where each is one. */
    several: z.boolean().optional(),
  }),
  scores: z.array(Score),
  verdict: Verdict,
  cost: Cost,
  /** `cost` by stage: known with the cost of the whole build, when the bundle is put together. */
  costs: z.array(StageCost).optional(),
  /** `cost` as it grew, known with it. */
  spent: z.array(SpentSoFar).optional(),
  /** What the pilot reckoned beside what it came to. */
  estimate: EstimateComparison.optional(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), p50Ms: z.number() })),
  /** The file that ships, chosen on validation, and why. */
  ships: z.strictObject({ file: z.enum(['int8', 'fp32']), reason: z.string() }),
  /** Said to whoever reads the numbers: synthetic tests, disagreeing metrics, cut budgets. */
  warnings: z.array(z.string()),
  comparisons: z.array(
    z.strictObject({
      student: Who,
      other: Who,
      metric: z.string(),
      /** student − other on the same rows, with its two-sided 95 % interval. */
      difference: z.number(),
      low: z.number(),
      high: z.number(),
      /** Exact McNemar against zero, two-sided; null where the metric is no rate. */
      mcnemarP: z.number().nullable(),
      /** p of no difference (McNemar's, or the bootstrap's), corrected for all comparisons of the report. */
      holmP: z.number().optional(),
    }),
  ),
  gate: z.strictObject({
    margin: z.number(),
    /** One-sided lower limit of student − teacher at the level that the opening allows; null without gold rows. */
    lowerLimit: z.number().nullable(),
    opening: z.int().nullable(),
    openingsAllowed: z.int(),
    rowsToSettle: z.int().nullable(),
  }),
  exportChanges: z.array(ExportChange),
  /** How far its confidence can be believed, and what abstaining brings; absent where it is not known, for which `noConfidence` says why. */
  confidence: ConfidenceReport.optional(),
  noConfidence: NoConfidence.optional(),
  /** How student and teacher fare on parts of the test. */
  slices: Slices.optional(),
  /** How programs were read; absent for other kinds, and where they were not. */
  code: CodeReport.optional(),
  /** How the student was found, on validation rows alone. */
  search: StudentSearch.optional(),
  /** Where the task allows more than one round: what each came to on validation rows. */
  rounds: z.array(RoundReport).optional(),
  /** Whom `released` stands for; absent where no version was released when the build asked, or none that can be compared. */
  released: ReportedRelease.optional(),
  data: z.record(z.string(), z.unknown()),
  training: z.record(z.string(), z.unknown()),
  teacher: z.record(z.string(), z.unknown()),
  machine: z.strictObject({ processor: z.string(), threads: z.int() }),
});
export type Report = Readonly<z.infer<typeof Report>>;
