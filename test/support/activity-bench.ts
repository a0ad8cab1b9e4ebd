import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createCpuActivities } from '../../activities/cpu-activities.ts';
import type { BuildContext, CpuActivities } from '../../contracts/activities.ts';
import type { Price } from '../../contracts/budget.ts';
import { putJson, putRows } from '../../lib/store/blobs.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { taskConfig } from '../../lib/task/task-config.ts';
import type { CheckedTask } from '../../lib/task/read-task.ts';
import { createClock } from '../../lib/teacher/clock.ts';
import { createTeacher } from '../../lib/teacher/create-teacher.ts';
import { createJournal } from '../../lib/teacher/journal.ts';
import { createMemoryIndexes } from './memory-indexes.ts';
import { createMemoryStore } from './memory-store.ts';
import { noHub } from './no-hub.ts';
import { createWordEmbedder } from './word-embedder.ts';

export const PRICE: Price = { inputPer1M: 0.25, outputPer1M: 2 };
/** More than any of these builds needs. */
export const GRANT = { each: { usd: null, tokens: null, calls: null }, attempts: 2 };

/** The cpu activities on a store in memory and a real teacher engine, called as a worker would call them. */
export interface ActivityBench {
  readonly store: ObjectStore;
  readonly build: BuildContext;
  readonly activities: CpuActivities;
  readonly call: <Input, Output>(activity: (input: Input) => Promise<Output>, input: Input) => Promise<Output>;
  readonly close: () => Promise<void>;
}

export async function openActivityBench(
  file: Partial<CheckedTask['file']> & { readonly prompt: string },
  endpoint: { readonly baseUrl: string; readonly model: string },
  rows: Pick<CheckedTask, 'examples' | 'test'> = { examples: [], test: null },
): Promise<ActivityBench & { readonly task: CheckedTask }> {
  const folder = await mkdtemp(join(tmpdir(), 'activity-bench-'));
  const store = createMemoryStore();
  const clock = createClock(Date.now);
  const journal = createJournal({ store, folder, clock });
  const teacher = createTeacher({ journal, clock, keys: () => null });
  const search = { ...noHub, embedder: createWordEmbedder(), indexes: createMemoryIndexes() };
  const activities = createCpuActivities({ store, teacher, journal, predict, ...search, scratch: folder });
  const task = {
    file: { ...file, teacher: { model: endpoint.model, ...file.teacher } },
    ...rows,
    baseModel: null,
    folder: '/',
  };
  const put = (list: CheckedTask['test']) =>
    list === null || list.length === 0
      ? null
      : putRows(
          store,
          list.map(({ row }) => row),
        );
  const uploaded = { examples: await put(rows.examples), test: await put(rows.test) };
  const build: BuildContext = {
    buildId: 'bench-1',
    name: 'bench',
    config: await putJson(store, taskConfig(task, uploaded, endpoint.baseUrl)),
    teacher: { baseUrl: endpoint.baseUrl, apiKeyEnv: null, price: PRICE },
    fresh: false,
  };
  return {
    store,
    build,
    task,
    activities,
    call: (activity, input) =>
      new MockActivityEnvironment({ attempt: 1 }, { logger: new DefaultLogger('ERROR') }).run(activity, input),
    close: async () => {
      await teacher.close();
      await rm(folder, { recursive: true });
    },
  };
}

const predict = () => {
  throw new Error('nothing is predicted here');
};
