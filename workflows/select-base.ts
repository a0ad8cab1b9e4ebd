import type { FoundModels, ParsedTask } from '../contracts/activities.ts';
import type { BaseModelCandidate } from '../contracts/candidate.ts';
import type { TaskKind } from '../contracts/task-file.ts';
import { hubIsAway } from './look-first.ts';
import type { Build } from './build.ts';
import { search } from './stage-options.ts';

/** Families of base models that a kind of task can start from. */
const FAMILIES = {
  labels: ['encoder'],
  extract: ['encoder'],
  edit: ['encoder', 'encoder-decoder'],
  structured: ['encoder-decoder', 'decoder'],
  text: ['encoder-decoder', 'decoder'],
  code: ['encoder-decoder', 'decoder'],
} as const satisfies Record<TaskKind, readonly BaseModelCandidate['family'][]>;

/** Base models that would suit the task, with reasons: what a person may name as `student.baseModel`. */
export async function selectBase(build: Build, task: ParsedTask): Promise<FoundModels> {
  const { kind, wishes } = task;
  const asked = {
    build: build.context,
    wishes: { kind, maxParameters: null, licenses: null, language: wishes.language, families: FAMILIES[kind] },
  };
  const options = { summary: 'Rank base models' };
  try {
    return await search.searchBaseModels.executeWithOptions(options, [{ ...asked, hub: task.hub }]);
  } catch (error) {
    if (!hubIsAway(error) || task.hub === 'leave') throw error;
    return search.searchBaseModels.executeWithOptions(options, [{ ...asked, hub: 'leave' }]);
  }
}

export const noteBases =
  (task: ParsedTask) =>
  ({ count, best }: FoundModels): string => {
    const start = task.wishes.baseModel ?? (task.kind === 'labels' ? 'the MiniLM at hand' : 'random weights');
    return `starts from ${start}; ${count} others may suit${best === null ? '' : `, ${best} best`}`;
  };
