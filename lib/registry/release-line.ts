import type { ReleaseMove } from '../../contracts/registry.ts';

/**
 * The versions that a rollback walks back along, the released one last. A promotion adds its version; a rollback takes
 * away all behind the version it goes to, as undo does, so that two of them in a row go back by two. A rollback to a
 * version that is not in the line, since an earlier one took it away, adds it again.
 */
export function releaseLine(history: readonly Pick<ReleaseMove, 'act' | 'to'>[]): readonly number[] {
  const line: number[] = [];
  for (const { act, to } of history) {
    const at = act === 'rollback' ? line.lastIndexOf(to) : -1;
    if (at === -1) line.push(to);
    else line.length = at + 1;
  }
  return line;
}

/** What a rollback goes back to; null where nothing was released before. */
export const previousOf = (history: readonly Pick<ReleaseMove, 'act' | 'to'>[]): number | null =>
  releaseLine(history).at(-2) ?? null;
