import type { TaskInput } from '../../contracts/example.ts';

/** Equal for inputs that differ only in case, white space and Unicode form: the same question to a person. */
export function sameInputKey(input: TaskInput): string {
  if (typeof input === 'string') return normalised(input);
  const fields = Object.entries(input).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields.map(([field, text]) => [field, normalised(text)]));
}

const normalised = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
