import type { GoldRow } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';

/** What is searched for. */
export interface SearchQuery {
  /** In English: the embedder and the word stems are. */
  readonly instruction: string;
  readonly kind: TaskSpec['kind'];
  /** Null where the task has none. */
  readonly labels: readonly string[] | null;
  readonly fields: readonly string[] | null;
  readonly demonstrations: readonly GoldRow[];
}

/** Demonstrations that count: more say the same, and each is embedded. */
const DEMONSTRATIONS = 5;
/** The embedder reads about so much. */
const TEXT_CHARS = 1_000;

export const searchQuery = (spec: TaskSpec): SearchQuery => ({
  instruction: spec.instructionEnglish ?? spec.instruction,
  kind: spec.kind,
  labels: spec.labels?.map(({ name }) => name) ?? null,
  fields: spec.fields,
  demonstrations: spec.demonstrations.slice(0, DEMONSTRATIONS),
});

/** The task in words, for a comparison by meaning. */
export const instructionText = ({ instruction, labels }: SearchQuery): string =>
  [instruction, ...(labels === null ? [] : [labels.join(', ')])].join('\n').slice(0, TEXT_CHARS);

/** Each demonstration in the form in which rows of datasets are indexed. */
export const demonstrationTexts = ({ demonstrations, fields }: SearchQuery): readonly string[] =>
  demonstrations.map(({ input, output }) => `${inputText(input, fields)}\n${output}`.slice(0, TEXT_CHARS));

/** All words of the task, for a comparison by words. */
export const queryWords = (query: SearchQuery): string =>
  [instructionText(query), ...demonstrationTexts(query)].join('\n');
