import type { z } from 'zod';
import type { Candidate } from '../../contracts/candidate.ts';
import type { FoundDatasetsResult } from '../../contracts/stage-results.ts';

type FoundDataset = z.infer<typeof FoundDatasetsResult>['candidates'][number];

/** A candidate as the workflow is told it: enough to decide by, and few bytes. */
export const foundDataset = ({ id, title, rows, license, fit, proven, reading, scores }: Candidate): FoundDataset => ({
  id,
  title,
  rows,
  license,
  fit,
  score: scores.total,
  proven,
  ...(reading === null ? {} : { reading }),
});
