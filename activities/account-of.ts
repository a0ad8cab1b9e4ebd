import type { BuildContext } from '../contracts/activities.ts';
import type { TaskConfig } from '../contracts/task-config.ts';
import type { TeacherAccount } from '../lib/teacher/teacher.ts';

/** Whom a build's calls go to, and in whose name. `part` names the piece of the build that asks, the same at every attempt. */
export const accountOf = (build: BuildContext, config: TaskConfig, part: string): TeacherAccount => ({
  baseUrl: build.teacher.baseUrl,
  identity: config.teacher.identity,
  model: config.teacher.model,
  apiKeyEnv: build.teacher.apiKeyEnv,
  price: build.teacher.price,
  buildId: build.buildId,
  part,
});
