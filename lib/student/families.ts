import type { Family } from '../../contracts/family.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import type { Constraints } from '../../contracts/task-config.ts';

/** Families that make students for a kind of task, cheapest first. */
export function familiesFor(kind: TaskKind, { several }: Pick<Constraints, 'several'>): readonly Family[] {
  if (kind === 'labels') return ['tfidf', 'frozen-encoder', 'encoder'];
  if (kind === 'extract') return several ? ['tagger'] : ['span'];
  return kind === 'edit' ? ['editor', 'encoder-decoder'] : ['encoder-decoder', 'decoder'];
}

/** Whether a family writes its answers token by token. */
export const isGenerative = (family: Family): boolean => family === 'encoder-decoder' || family === 'decoder';
