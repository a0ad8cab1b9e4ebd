import { z } from 'zod';
import { TaskInput } from '../../contracts/example.ts';
import type { Report, Who } from '../../contracts/report.ts';
import { metricTitle } from '../metrics/metric.ts';

/** A test row with everybody's answers, as the evaluation keeps it. Null is an answer that breaks the task's rules. */
export const PredictionRow = z.strictObject({
  id: z.string(),
  input: TaskInput,
  expected: z.string(),
  answers: z.record(z.string(), z.string().nullable()),
});
export type PredictionRow = Readonly<z.infer<typeof PredictionRow>>;

/** What a page says of where a model comes from; the part of provenance.json that people read. */
export interface PageProvenance {
  readonly buildId: string;
  readonly bundleHash: string;
  readonly modelHash: string;
  readonly seed: number;
  readonly config: string;
  readonly spec: string;
  readonly data: Readonly<Record<'train' | 'validation' | 'test', { readonly sha256: string; readonly rows: number }>>;
  readonly base: { readonly name: string | null; readonly license: string | null };
  readonly teacher: { readonly model: string; readonly simulated: boolean; readonly reported: readonly string[] };
  readonly student: { readonly family: string; readonly steps: number };
  readonly versions: Readonly<Record<string, string>>;
}

/** All that a report page is made from. */
export interface PageFacts {
  readonly report: Report;
  readonly instruction: string;
  readonly provenance: PageProvenance;
  /** Null where they are not at hand: then the page has no rows. */
  readonly predictions: readonly PredictionRow[] | null;
}

/** The student that ships. */
export const shippedStudent = ({ ships }: Report): 'student-int8' | 'student-fp32' => `student-${ships.file}`;

/** The metric that decides, by the name that the scores give it: on generated rows it is agreement with the teacher. */
export const decidingMetric = ({ task, scores }: Report): string =>
  scores.some(({ metric }) => metric === 'agreement') ? 'agreement' : task.metric;

/** Everybody by the names that a table has room for; a simulated teacher is called so wherever its numbers stand. */
export function whoName(who: Who, { report, provenance }: Pick<PageFacts, 'report' | 'provenance'>): string {
  const simulated = provenance.teacher.simulated ? ' (simulated)' : '';
  const names: Readonly<Record<Who, string>> = {
    'student-int8': 'Student, int8',
    'student-fp32': 'Student, fp32',
    teacher: `Teacher${simulated}`,
    'teacher-vote': `Teacher’s vote${simulated}`,
    majority: 'Most frequent answer',
    nearest: 'Nearest neighbour',
    tfidf: 'Linear model on TF-IDF',
    copy: 'Copy of the input',
    released: report.released === undefined ? 'Released model' : `Version ${report.released.number}, released`,
  };
  return who === shippedStudent(report) ? `${names[who]} (ships)` : names[who];
}

export const metricName = (metric: string): string =>
  metric === 'agreement' ? 'agreement with the teacher' : metricTitle(metric);

/** Whose rows the test is made of, in words that stand before "rows". */
export const originName = (origin: Report['scores'][number]['on']): string =>
  ({ gold: 'gold', imported: 'imported', generated: 'generated' })[origin];

const SIDES: Readonly<Record<string, RegExp>> = {
  'student-int8': /quantized|int8/,
  'student-fp32': /^(?!.*(?:quantized|int8)).*\.onnx(?:_data)?$/,
};

/** A student's bytes, all its files together, and its median latency in ms; null for who has no file in the bundle. */
export function weightOf(
  who: string,
  files: Report['files'],
): { readonly bytes: number; readonly p50Ms: number } | null {
  const pattern = SIDES[who];
  const own = pattern === undefined ? [] : files.filter(({ path }) => pattern.test(path));
  if (own.length === 0) return null;
  return {
    bytes: own.reduce((sum, file) => sum + file.bytes, 0),
    p50Ms: Math.max(...own.map((file) => file.p50Ms)),
  };
}
