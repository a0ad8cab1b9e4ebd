import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildOperations, TaskConfig } from '../contracts/task-config.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import { snapshotSources } from '../lib/datasets/snapshot-sources.ts';
import { putJson, putRows } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { readTask, type CheckedTask, type TaskGiven } from '../lib/task/read-task.ts';
import { buildOperations, DEFAULT_MODEL, taskConfig, teacherUrl } from '../lib/task/task-config.ts';
import { localSources } from '../lib/task/local-sources.ts';
import { TASK_FLAGS, type GivenFlags } from '../lib/task/task-flags.ts';
import { priceOf } from '../lib/teacher/prices.ts';
import { textOption, type VerbCall } from './verb.ts';

/** A task that may be submitted: sound, and its costs in bounds. */
export interface PreparedTask {
  readonly task: CheckedTask;
  readonly operations: BuildOperations;
}

/**
 * Reads what `build` or `plan` was given and reckons how it would run. Asks nobody.
 * @throws StageFailure `task-invalid`
 */
export async function prepareTask(
  call: VerbCall,
  endpoint: string | null,
  until: BuildOperations['until'] = null,
): Promise<PreparedTask> {
  const task = await readTask(givenIn(call), flagsIn(call), call.cwd);
  const { teacher } = task.file;
  const baseUrl = teacherUrl(task, endpoint);
  const price = priceOf(teacher?.model ?? DEFAULT_MODEL, teacher?.price ?? null, baseUrl);
  const whenStuck = call.options['fail-when-stuck'] === true ? 'fail' : 'park';
  const fresh = call.options['fresh'] === true;
  return { task, operations: buildOperations(task, { baseUrl, price, whenStuck, fresh, until }) };
}

/** The task's rows in the store, and the configuration that names them. */
export async function uploadTask({ task, operations }: PreparedTask, store: ObjectStore): Promise<TaskConfig> {
  const upload = (rows: CheckedTask['test']) =>
    rows === null || rows.length === 0
      ? Promise.resolve(null)
      : putRows(
          store,
          rows.map(({ row }) => row),
        );
  const [examples, test, sources] = await Promise.all([
    upload(task.examples),
    upload(task.test),
    uploadSources(task, store),
  ]);
  return taskConfig(task, { examples, test, sources }, operations.baseUrl);
}

/** The local sources as they are now: workers may run elsewhere. @throws StageFailure `task-invalid` for what is not there */
async function uploadSources({ file, folder }: CheckedTask, store: ObjectStore): Promise<ArtifactRef | null> {
  const names = localSources(file);
  return names.length === 0 ? null : putJson(store, await snapshotSources(store, names, folder));
}

/** Words name a file where there is one, or where they look like the name of one. */
function givenIn({ words, cwd }: VerbCall): TaskGiven {
  const [word = ''] = words;
  const isFile =
    /\.(?:ya?ml|json)$/i.test(word) || (word !== '' && !word.includes('\n') && existsSync(resolve(cwd, word)));
  return isFile ? { file: word } : { prompt: word };
}

const flagsIn = (call: VerbCall): GivenFlags =>
  Object.fromEntries(
    Object.keys(TASK_FLAGS).flatMap((flag) => {
      const value = textOption(call, flag);
      return value === undefined ? [] : [[flag, value]];
    }),
  );
