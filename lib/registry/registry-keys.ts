export const MODELS = 'models/';

export const versionKey = (name: string, number: number): string => `${MODELS}${name}/${number}.json`;

export const currentKey = (name: string): string => `${MODELS}${name}/current.json`;

/** Name and number in the key of a version; null where it is another's. */
export function partsOfVersionKey(key: string): { readonly name: string; readonly number: number } | null {
  const [, name, number] = /^models\/([^/]+)\/([1-9]\d*)\.json$/.exec(key) ?? [];
  return name === undefined || number === undefined ? null : { name, number: Number(number) };
}
