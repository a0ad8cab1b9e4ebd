import { z } from 'zod';
import { Sha256 } from './artifact.ts';
import { Score, TestOrigin, Verdict, Who } from './report.ts';

/** A row of the test in the order in which people are asked. One that neither differs nor is of the random share is not asked. */
export const PlannedRow = z.strictObject({
  /** Of the Example. */
  id: z.string(),
  /** Student and teacher answer it differently. */
  differs: z.boolean(),
  /** Of the share drawn whatever the answers are. */
  random: z.boolean(),
});
export type PlannedRow = Readonly<z.infer<typeof PlannedRow>>;

/** What people are asked about a build, fixed with its first label: `builds/<build id>/labels/plan.json`. */
export const LabelPlan = z.strictObject({
  version: z.literal(1),
  buildId: z.string(),
  modelHash: Sha256,
  /** Of the predictions whose answers are compared. */
  predictions: Sha256,
  student: z.enum(['student-int8', 'student-fp32']),
  /** Whose inputs these are: labels by people do not make invented inputs real. */
  origin: TestOrigin,
  /** All rows that can be compared, in a random order: any first part of them is a random sample. */
  rows: z.array(PlannedRow),
  /** Verdicts among which the error level is shared. */
  looks: z.int().positive(),
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  seal: z.string().optional(),
});
export type LabelPlan = Readonly<z.infer<typeof LabelPlan>>;

/** What a person says of one row. */
export const GivenAnswer = z.discriminatedUnion('is', [
  /** What is right, in the form that all stages have. */
  z.strictObject({ is: z.literal('gold'), output: z.string() }),
  /** Which of the answers shown are right; by their texts, so that nothing tells who gave them. */
  z.strictObject({ is: z.literal('judged'), right: z.array(z.string()), wrong: z.array(z.string()) }),
  /** The person cannot say. */
  z.strictObject({ is: z.literal('unclear') }),
  /** The person takes back what was said before. */
  z.strictObject({ is: z.literal('withdrawn') }),
]);
export type GivenAnswer = Readonly<z.infer<typeof GivenAnswer>>;

/** One label, written as it is given and never changed: `builds/<build id>/labels/given/<number>.json`. A person's last one of a row counts. */
export const GivenLabel = z.strictObject({
  version: z.literal(1),
  row: z.string(),
  by: z.string(),
  at: z.string(),
  answer: GivenAnswer,
  seal: z.string().optional(),
});
export type GivenLabel = Readonly<z.infer<typeof GivenLabel>>;

/** How far two people agree beyond chance, on rows that both labelled. */
export const PeopleAgreement = z.strictObject({
  between: z.tuple([z.string(), z.string()]),
  rows: z.int(),
  agreed: z.number(),
  /** Cohen's; null where chance alone would have them agree always. */
  kappa: z.number().nullable(),
});
export type PeopleAgreement = Readonly<z.infer<typeof PeopleAgreement>>;

/** The verdict computed again from people's labels: `builds/<build id>/labels/report-<look>.json`, beside the bundle's own. */
export const LabelledReport = z.strictObject({
  version: z.literal(1),
  buildId: z.string(),
  modelHash: Sha256,
  at: z.string(),
  /** SHA-256 of the labels it is made from. */
  labels: Sha256,
  /** Number of this verdict among those of the same inputs, from 1; above `looksAllowed` it is exploratory. */
  look: z.int().positive(),
  looksAllowed: z.int().positive(),
  rows: z.strictObject({
    origin: TestOrigin,
    /** That can be compared. */
    all: z.int(),
    /** Left out, since the endpoint never answered them. */
    unanswered: z.int(),
    /** Of `all` in their order, those up to the first one still to be labelled: what all numbers here are about. */
    covered: z.int(),
    /** Of the covered ones: student and teacher differ; all of these are labelled. */
    differ: z.int(),
    /** Of the covered ones that do not differ: labelled, of the random share. */
    sampled: z.int(),
    /** Of those that differ: nobody could say, or people contradict each other. */
    undecided: z.int(),
  }),
  /** Of the covered rows: which one alone is right. */
  table: z.strictObject({ onlyStudent: z.int(), onlyTeacher: z.int() }),
  /** student − teacher, with limits each one-sided at 0.05 / `looksAllowed`; undecided rows count against either limit. */
  difference: z.strictObject({ value: z.number(), low: z.number(), high: z.number() }),
  /** On `gold`: people's labels. Weighed, so that they are about all covered rows; `n` is the covered rows. */
  scores: z.array(Score),
  baseline: z.strictObject({ who: Who, value: z.number() }).nullable(),
  margin: z.number(),
  rowsToSettle: z.int().nullable(),
  before: Verdict,
  verdict: Verdict,
  people: z.array(z.strictObject({ by: z.string(), labels: z.int() })),
  agreement: z.array(PeopleAgreement),
  warnings: z.array(z.string()),
  seal: z.string().optional(),
});
export type LabelledReport = Readonly<z.infer<typeof LabelledReport>>;
