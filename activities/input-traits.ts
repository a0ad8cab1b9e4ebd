import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import type { InputTraits } from '../lib/evaluation/input-traits.ts';
import { languagesOf } from '../lib/evaluation/languages-of.ts';
import { inputValues } from '../lib/task-input/input-values.ts';
import { embedTexts } from './embed-texts.ts';
import type { Money } from './paid-stage.ts';

/** More rows are not worth the wait: so many take a minute, several where other work is under way. */
const MOST_ROWS = 5_000;

/** Language and vector of each input of a test; why there are no vectors where there are none. */
export async function inputTraits(
  embedder: Embedder,
  { fields }: Pick<TaskSpec, 'fields'>,
  test: readonly Pick<Example, 'input'>[],
  watch: Pick<Money, 'signal' | 'progress'>,
): Promise<InputTraits> {
  const texts = test.map(({ input }) => inputValues(input, fields));
  const vectors =
    texts.length > MOST_ROWS ? `there are more than ${MOST_ROWS}` : await embedTexts(embedder, texts, watch);
  return {
    languages: await languagesOf(texts),
    texts,
    vectors:
      typeof vectors === 'string'
        ? `Inputs are not grouped by likeness: ${vectors}.`
        : texts.map((text) => vectors.get(text) ?? new Float32Array(embedder.dimensions)),
  };
}
