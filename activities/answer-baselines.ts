import type { FolderFile } from '../contracts/artifact.ts';
import type { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { answerByCopy } from '../lib/baselines/copy.ts';
import { answerByMajority } from '../lib/baselines/majority.ts';
import { answerByNearest } from '../lib/baselines/nearest.ts';
import { predictTfidf, TfidfModel } from '../lib/baselines/tfidf.ts';
import type { Answers } from '../lib/evaluation/answers.ts';
import { readJson } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { studentRows } from '../lib/student/student-rows.ts';
import { inputText } from '../lib/task-input/input-text.ts';

/** File that training leaves beside the weights: a linear model over TF-IDF, fitted on the same rows. */
const TFIDF_FILE = 'tfidf.json';

/** Trivial answers to the test, by the rules that the kind of task defines. */
export async function answerBaselines(
  store: ObjectStore,
  model: readonly FolderFile[],
  spec: TaskSpec,
  train: readonly Example[],
  test: readonly Example[],
): Promise<Answers> {
  const rows = studentRows(train, spec);
  const texts = test.map((row) => inputText(row.input, spec.fields));
  const common = { majority: answerByMajority(rows, texts), nearest: answerByNearest(rows, texts) };
  if (spec.kind === 'text' || spec.kind === 'edit') return { ...common, copy: answerByCopy(rows, texts) };
  if (spec.kind !== 'labels' || spec.constraints.several) return common;
  const file = model.find(({ path }) => path === TFIDF_FILE);
  if (file === undefined) throw new Error(`the trained model has no ${TFIDF_FILE}`);
  const tfidf = await readJson(store, file, TfidfModel);
  return { ...common, tfidf: texts.map((text) => predictTfidf(tfidf, text)) };
}
