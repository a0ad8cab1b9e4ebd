import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GpuPorts } from '../activities/ports.ts';
import type { Environment } from '../lib/environment/read-environment.ts';
import { readVariable } from '../lib/environment/read-variable.ts';
import { createFolderModels } from '../lib/hub/folder-models.ts';
import { createHubModels } from '../lib/hub/hub-models.ts';
import { openStore } from '../lib/store/open-store.ts';
import { trainerVersion } from '../lib/student/trainer-version.ts';
import { createTrainerRunner } from '../lib/trainer/run-trainer.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ports of a gpu worker. */
export async function createGpuPorts(environment: Environment, scratch: string): Promise<GpuPorts> {
  const hub = createHubModels({ ...environment.hub, token: () => readVariable('HF_TOKEN') });
  return {
    store: openStore(environment),
    hub: createFolderModels(hub),
    runTrainer: createTrainerRunner({ python: environment.python, root: ROOT }),
    trainerVersion: await trainerVersion(join(ROOT, 'trainer')),
    threads: availableParallelism(),
    scratch,
  };
}
