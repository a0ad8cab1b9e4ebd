import type { PackageModelInput } from '../contracts/activities.ts';
import type { FolderFile } from '../contracts/artifact.ts';
import { BundleConfidence } from '../contracts/confidence.ts';
import { Example } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { teacherPrompt } from '../lib/bundle/teacher-prompt.ts';
import { putBytes, readJson, readRows } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';

/** The part of task.json that says how sure answers are, and the files beside it: what is familiar, and how the teacher was asked. */
export async function confidenceFiles(
  store: ObjectStore,
  { evaluation, holdout }: Pick<PackageModelInput, 'evaluation' | 'holdout'>,
  spec: TaskSpec,
): Promise<{ readonly task: { readonly confidence?: BundleConfidence }; readonly files: readonly FolderFile[] }> {
  if (evaluation.confidence === undefined) return { task: {}, files: [] };
  const [confidence, test] = await Promise.all([
    readJson(store, evaluation.confidence.task, BundleConfidence),
    readRows(store, holdout.test, Example),
  ]);
  const prompt = `${JSON.stringify(teacherPrompt(spec, test), null, 2)}\n`;
  return {
    task: { confidence },
    files: [
      { ...evaluation.confidence.familiar, path: 'familiar.json' },
      { ...(await putBytes(store, prompt)), path: 'teacher-prompt.json' },
    ],
  };
}
