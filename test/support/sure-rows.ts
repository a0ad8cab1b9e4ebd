import type { Example, Origin } from '../../contracts/example.ts';
import type { Prediction } from '../../lib/inference/predictor.ts';
import { rowId } from '../../lib/dataset/row-id.ts';

export const exampleOf = (input: string, output: string, origin: Origin = 'gold'): Example => ({
  id: rowId(input),
  input,
  output,
  origin,
  votes: [],
  agreement: 1,
  group: input,
});

/** An answer to a question of two labels: the first one where the logit is above 0. */
export const predictionOf = (logit: number, index: number): Prediction => ({
  index,
  output: logit >= 0 ? 'billing' : 'delivery',
  logits: [logit, 0],
  scores: null,
  ms: 1,
});
