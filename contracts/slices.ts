import { z } from 'zod';

/** A mean over rows with its 95 % interval. */
const SliceScore = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type SliceScore = Readonly<z.infer<typeof SliceScore>>;

/** Test rows that have something in common. */
export const Slice = z.strictObject({
  /** `script` stands in earlier reports alone: `language` tells it where the language is not told. */
  by: z.enum(['label', 'length', 'script', 'language', 'cluster', 'origin']),
  /** The label expected, the range of lengths, the likely language of the input, the words that tell its cluster, whose rows they are. */
  name: z.string(),
  rows: z.int(),
  /** Id of the row that is most like the others of its cluster. The row itself is not in the report. */
  example: z.string().optional(),
  student: SliceScore,
  /** Null where the teacher was not scored. */
  teacher: SliceScore.nullable(),
  /** One-sided p of the student being no worse here than on the rest, corrected for all slices of the report. */
  holmP: z.number(),
  /** The student is worse here than on the rest, and by more than chance among so many slices. */
  weak: z.boolean(),
});
export type Slice = Readonly<z.infer<typeof Slice>>;

/** Scores of the student that ships and of the teacher by parts of the test. */
export const Slices = z.strictObject({
  /** Mean over rows of the metric that decides; exact match where that one has no value for a row. */
  metric: z.string(),
  slices: z.array(Slice),
  /** Fewer rows are no finding. */
  leastRows: z.int(),
  /** Slices that had fewer, and are left out. */
  small: z.int(),
  /** A sentence that says why no slice is a cluster; absent where some are, and in earlier reports. */
  noClusters: z.string().optional(),
});
export type Slices = Readonly<z.infer<typeof Slices>>;
