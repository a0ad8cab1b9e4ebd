import type { FoundModels, ParsedTask, ProposedStudents } from '../contracts/activities.ts';
import type { BaseModelCandidate } from '../contracts/candidate.ts';
import type { TaskKind } from '../contracts/task-file.ts';
import { hubIsAway } from './look-first.ts';
import type { Build } from './build.ts';
import { quick, search } from './stage-options.ts';

/** Families of base models that a kind of task can start from. */
const FAMILIES = {
  labels: ['encoder'],
  extract: ['encoder'],
  edit: ['encoder', 'encoder-decoder'],
  structured: ['encoder-decoder', 'decoder'],
  text: ['encoder-decoder', 'decoder'],
  code: ['encoder-decoder', 'decoder'],
} as const satisfies Record<TaskKind, readonly BaseModelCandidate['family'][]>;

/** What the student can be made of, and base models that a person may name as `student.baseModel` another time. */
export async function selectStudents(
  build: Build,
  task: ParsedTask,
): Promise<FoundModels & { readonly proposed: ProposedStudents }> {
  const proposed = await quick.proposeStudents.executeWithOptions({ summary: 'What the student can be made of' }, [
    { build: build.context, spec: task.spec },
  ]);
  build.keep(proposed);
  return { ...(await rankBases(build, task)), proposed };
}

async function rankBases(build: Build, task: ParsedTask): Promise<FoundModels> {
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

export const noteStudents = ({ proposed, count, best }: Awaited<ReturnType<typeof selectStudents>>): string => {
  const tried = proposed.candidates.map(({ family, base }) => (base === null ? family : `${family} from ${base}`));
  return `${tried.join(', ')}; ${count} base models may suit${best === null ? '' : `, ${best} best`}`;
};
