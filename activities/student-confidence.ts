import type { Price } from '../contracts/budget.ts';
import type { ConfidenceReport, NoConfidence } from '../contracts/confidence.ts';
import type { Example } from '../contracts/example.ts';
import type { Report, TestOrigin } from '../contracts/report.ts';
import type { EvaluationResult } from '../contracts/stage-results.ts';
import { confidenceReport } from '../lib/confidence/confidence-report.ts';
import { fitConfidence, type ValidatedStudent } from '../lib/confidence/fit-confidence.ts';
import { rowScores } from '../lib/confidence/row-scores.ts';
import type { TeacherOnTest } from '../lib/evaluation/teacher-on-test.ts';
import type { Prediction } from '../lib/inference/predictor.ts';
import { putJson } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';

/** The test, opened: what everybody answered to the same rows. */
interface OpenedTest {
  readonly test: readonly Example[];
  readonly origin: TestOrigin;
  readonly ships: Report['ships']['file'];
  readonly student: Readonly<Record<'int8' | 'fp32', readonly Prediction[]>>;
  readonly teacher: TeacherOnTest & { readonly tokens: { readonly input: number; readonly output: number } };
  readonly price: Price | null;
}

/** What the evaluation's result says of the confidence; nothing where that is not known. */
type ConfidenceFiles = Pick<EvaluationResult, 'confidence'>;

/**
 * Fits a student's confidence on validation rows and stores what the bundle needs of it; `onTest` then measures it. Where the
 * validation rows cannot tell it, there are no files, and the report says why.
 */
export async function studentConfidence(
  store: ObjectStore,
  student: ValidatedStudent,
): Promise<{
  readonly files: ConfidenceFiles;
  readonly onTest: (opened: OpenedTest) => {
    readonly confidence?: ConfidenceReport;
    readonly noConfidence?: NoConfidence;
  };
}> {
  const fitted = fitConfidence(student);
  if ('reason' in fitted) return { files: {}, onTest: () => ({ noConfidence: fitted }) };
  const [task, familiar] = await Promise.all([putJson(store, fitted.task), putJson(store, fitted.familiar)]);
  return {
    files: { confidence: { task, familiar } },
    onTest: ({ test, origin, ships, student: answered, teacher, price }) => {
      // Rows that the endpoint did not answer are left out for everybody.
      const isScored = (_: unknown, row: number) => teacher.answers[row]?.state !== 'unanswered';
      const rows = test.filter(isScored);
      if (rows.length === 0) return {};
      const given = teacher.answers.filter(isScored);
      const outputs = given.map((answer) => (answer.state === 'answered' ? answer.output : null));
      const expected = rows.map(({ output }) => output);
      const scores = rowScores(student.spec, expected, outputs).map((score, row) =>
        given[row]?.state === 'answered' ? score : null,
      );
      const behind = { scores, tokens: teacher.tokens, price };
      const answers = answered[ships].filter(isScored);
      const tested = { spec: student.spec, test: rows, origin, ships, answers, teacher: behind };
      return { confidence: confidenceReport(fitted, tested) };
    },
  };
}
