import { parsedJson } from './parsed-json.ts';

/** The texts of a list that an output is (`["a","b"]`, `[]`); null for what is no such list. */
export function listedItems(output: string): readonly string[] | null {
  // Nearly all outputs are none: this spares the parser.
  if (!output.trimStart().startsWith('[')) return null;
  const value = parsedJson(output);
  if (!Array.isArray(value)) return null;
  const texts = value.filter((item): item is string => typeof item === 'string');
  return texts.length === value.length ? texts : null;
}
