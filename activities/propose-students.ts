import type { CpuActivities } from '../contracts/activities.ts';
import { ProposedStudentsResult } from '../contracts/stage-results.ts';
import { StageFailure } from '../contracts/failure.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { studentCandidates } from '../lib/student/student-candidates.ts';
import { readJson } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/** What the student can be made of, within the task's limits. A base model that the task names is looked up. */
export const createProposeStudents =
  (ports: Pick<CpuPorts, 'store' | 'bases'>): CpuActivities['proposeStudents'] =>
  async ({ build, spec: specRef }) => {
    const [{ student, train }, spec] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
    ]);
    const named =
      student.baseModel === null ? null : await beating(() => ports.bases.findModel(student.baseModel ?? ''));
    // Who sets a limit, or has time for trials, wants to know what a smaller student would give.
    const compress = train.trials > 1 || student.maxBytes !== null || student.maxLatencyMs !== null;
    const key = {
      stage: 'propose-students',
      stageVersion: STAGE_VERSION,
      inputs: {
        kind: spec.kind,
        several: spec.constraints.several,
        families: student.families,
        licenses: student.licenses,
        ...(compress ? { compress } : {}),
        named: named === null ? null : { identity: named.identity, family: named.family, license: named.license },
      },
    };
    const { result, record } = await finishOnce(ports.store, key, build, ProposedStudentsResult, async () => {
      const { candidates, leftOut } = studentCandidates(spec, student, named);
      if (candidates.length === 0) {
        const reasons = leftOut.map(({ what, reason }) => `${what}: ${reason}`).join('; ');
        throw new StageFailure(
          'no-student-fits',
          `No student can be made for the kind ${spec.kind} within what the task allows (${reasons}). Correct student: in the task; what was paid for is kept.`,
        );
      }
      const proposed = { candidates: [...candidates], leftOut: [...leftOut] };
      return { result: compress ? { ...proposed, compress } : proposed, complete: true };
    });
    return { ...result, record };
  };
