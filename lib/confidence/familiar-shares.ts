import type { FamiliarPieces } from '../../contracts/confidence.ts';
import type { Example, TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';
import { knownShareOf, piecesOf } from './familiar-pieces.ts';

/** Training rows of people's that are looked at: a quantile needs no more. */
const MOST_TRAINING_ROWS = 1000;

/**
 * Known shares of rows that the student was not trained on, by who wrote them. People's training rows and the
 * demonstrations count as well: of each is known what stands in another training input.
 */
export function familiarShares(
  spec: Pick<TaskSpec, 'fields' | 'demonstrations'>,
  { train, validation }: { readonly train: readonly Example[]; readonly validation: readonly Example[] },
  familiar: FamiliarPieces,
): { readonly people: readonly number[]; readonly generated: readonly number[] } {
  const text = (input: TaskInput) => inputText(input, spec.fields);
  const shareOf = knownShareOf(familiar);
  const shares = (rows: readonly Example[]) => rows.map(({ input }) => shareOf(text(input)));
  const texts = train.map(({ input }) => text(input));
  const shown = spec.demonstrations.map(({ input }) => text(input));
  const peoples = texts.filter((_, at) => !isGenerated(train[at])).slice(0, MOST_TRAINING_ROWS);
  return {
    people: [
      ...shares(validation.filter((row) => !isGenerated(row))),
      ...leftOutShares([...new Set([...peoples, ...shown])], texts, familiar.length),
    ],
    generated: shares(validation.filter(isGenerated)),
  };
}

const isGenerated = (row: Example | undefined): boolean => row?.origin === 'generated';

/** Of each text: its known share, were it not itself among the training texts. */
function leftOutShares(some: readonly string[], texts: readonly string[], length: number): readonly number[] {
  if (some.length === 0) return [];
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const piece of new Set(piecesOf(text, length))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const trained = new Set(texts);
  return some.map((text) => {
    const pieces = piecesOf(text, length);
    const own = trained.has(text) ? 1 : 0;
    const known = pieces.filter((piece) => (counts.get(piece) ?? 0) > own).length;
    return pieces.length === 0 ? 0 : (known + 1) / (pieces.length + 1);
  });
}
