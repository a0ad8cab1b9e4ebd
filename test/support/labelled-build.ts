import type { TaskSpec } from '../../contracts/task-spec.ts';
import { type BuildRecord, readBuildRecord } from '../../lib/trace/build-record.ts';
import type { MemoryStore } from './memory-store.ts';
import { smallBuild } from './small-build.ts';

/** A test row: what student and teacher answer. */
export interface TestRow {
  readonly input: string | Readonly<Record<string, string>>;
  readonly student: string | null;
  readonly teacher: string | null;
}

export interface BuildToLabel {
  readonly store: MemoryStore;
  readonly record: BuildRecord;
  readonly buildId: string;
}

/** A build whose test rows were invented, so that people may label them; rows are called `row-0`, `row-1`, … */
export async function buildToLabel(rows: readonly TestRow[], spec: Partial<TaskSpec> = {}): Promise<BuildToLabel> {
  const { store, buildId } = await smallBuild({
    spec,
    predictions: rows.map(({ input, student, teacher }, at) => ({
      id: `row-${at}`,
      input,
      expected: teacher ?? 'a',
      answers: { 'student-int8': student, 'student-fp32': student, teacher, majority: 'b' },
    })),
    report: {
      scores: [
        {
          who: 'student-int8',
          on: 'generated',
          metric: 'agreement',
          value: 0.9,
          low: 0.85,
          high: 0.95,
          n: rows.length,
        },
      ],
      verdict: { decision: 'unproven', reason: 'Unproven: accuracy unknown.' },
      gate: { margin: 0.05, lowerLimit: null, opening: null, openingsAllowed: 1, rowsToSettle: 300 },
      warnings: [],
    },
  });
  const record = await readBuildRecord(store, buildId);
  if (record === null) throw new Error('the build has no record');
  return { store, record, buildId };
}

/** So many rows of labels a and b, of which every tenth is answered `a` by the student and `b` by the teacher. */
export const rowsOfLabels = (count: number): readonly TestRow[] =>
  Array.from({ length: count }, (_, at) => ({
    input: `message ${at}`,
    student: 'a',
    teacher: at % 10 === 0 ? 'b' : 'a',
  }));
