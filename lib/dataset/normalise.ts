import type { TaskInput } from '../../contracts/example.ts';

const EDGES = /^[\p{P}\s]+|[\p{P}\s]+$/gu;

/**
 * The text as it is compared, never as it is shown: compatibility characters made one (NFKC), lower case, white space
 * collapsed, punctuation taken off both ends. Symbols such as + or $ stay, and so does a text of punctuation alone.
 */
export function normaliseText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const bare = plain.replaceAll(EDGES, '');
  return bare === '' ? plain : bare;
}

/** Equal for inputs whose texts are equal once normalised, field by field, whatever the order of fields. */
export const normalisedInput = (input: TaskInput): string =>
  typeof input === 'string'
    ? normaliseText(input)
    : JSON.stringify(fieldsOf(input).map(([field, value]) => [field, normaliseText(value)]));

/** All of an input's text, normalised, one field a line: what near duplicates are looked for in. */
export const comparableText = (input: TaskInput): string =>
  typeof input === 'string'
    ? normaliseText(input)
    : fieldsOf(input)
        .map(([, value]) => normaliseText(value))
        .join('\n');

/** Fields and their values in the order of the fields' names; none for an input that is one text. */
export const fieldsOf = (input: TaskInput): readonly (readonly [string, string])[] =>
  typeof input === 'string' ? [] : Object.entries(input).toSorted(([one], [other]) => (one < other ? -1 : 1));
