/** A value that two builds have differently; null where one of them does not have it. */
export interface ValueChange {
  /** `generate.rows` */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between two JSON values, leaf by leaf, in the order of the names; lists count as leaves. */
export function diffValues(before: unknown, after: unknown): readonly ValueChange[] {
  const [old, fresh] = [leavesOf(before), leavesOf(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [old.get(name) ?? null, fresh.get(name) ?? null];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (part: unknown, name: string): void => {
    if (part === undefined) return;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) {
      leaves.set(name, typeof part === 'string' ? part : JSON.stringify(part));
      return;
    }
    for (const [key, inner] of Object.entries(part)) visit(inner, name === '' ? key : `${name}.${key}`);
  };
  visit(value, '');
  return leaves;
}
