import { StageFailure } from '../../contracts/failure.ts';
import type { ModelVersion } from '../../contracts/registry.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { compareModels } from './compare-models.ts';
import type { DraftVersion } from './draft-version.ts';
import { readTestedModel, type TestedModel } from './tested-model.ts';

export interface GateAnswer {
  readonly decision: 'pass' | 'refuse';
  /** A sentence for each question that was asked, passed or not. */
  readonly said: readonly string[];
}

/**
 * Whether a build may be released: its verdict against the teacher is `ship`, and it is no worse than the version that is
 * released. The teacher is asked for always: margin after margin, versions compared with each other alone would drift.
 */
export async function askGate(
  store: ObjectStore,
  draft: DraftVersion,
  released: ModelVersion | null,
): Promise<GateAnswer> {
  const toTeacher = draft.verdict;
  if (released === null) {
    return { decision: toTeacher.decision === 'ship' ? 'pass' : 'refuse', said: [toTeacher.reason] };
  }
  const title = `version ${released.number}`;
  const candidate = await readTestedModel(store, draft);
  const current = await readIfWhole(store, released);
  const { finding, sentence } =
    typeof current === 'string'
      ? {
          finding: 'unproven',
          sentence: `What ${title} answered cannot be read (${current}), so nothing can be compared with it.`,
        }
      : compareModels(candidate, current, title);
  const passes = toTeacher.decision === 'ship' && finding === 'no-worse';
  return { decision: passes ? 'pass' : 'refuse', said: [toTeacher.reason, sentence] };
}

/** What is damaged of a released model must not bar the way to a better one: then a person decides. */
async function readIfWhole(store: ObjectStore, released: ModelVersion): Promise<TestedModel | string> {
  try {
    return await readTestedModel(store, released);
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'store-corrupt') return error.message;
    throw error;
  }
}
