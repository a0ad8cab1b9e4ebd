import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CpuPorts } from '../activities/ports.ts';
import { createChildEmbedder } from '../lib/embedding/child-embedder.ts';
import { embeddingModel } from '../lib/embedding/embedding-model.ts';
import type { Environment } from '../lib/environment/read-environment.ts';
import { readVariable } from '../lib/environment/read-variable.ts';
import { createFolderModels } from '../lib/hub/folder-models.ts';
import { createHubDatasets } from '../lib/hub/hub-datasets.ts';
import { createHubModels } from '../lib/hub/hub-models.ts';
import { createHubModelScan } from '../lib/hub/hub-model-scan.ts';
import { createChildPredictor } from '../lib/inference/child-predictor.ts';
import { createLanceIndexes, searchPlace } from '../lib/search/lance-indexes.ts';
import { openStore } from '../lib/store/open-store.ts';
import { createClock } from '../lib/teacher/clock.ts';
import { createTeacher } from '../lib/teacher/create-teacher.ts';
import { createJournal } from '../lib/teacher/journal.ts';
import { keyFor } from '../lib/teacher/keys.ts';

/** Where the embedding model is kept once it is exported. */
const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), '.p2m', 'cache');

/** Ports of a cpu worker. What a dead writer of this host left in the journal is shipped before the first activity. */
export async function createCpuPorts(
  environment: Environment,
  scratch: string,
): Promise<CpuPorts & { readonly close: () => Promise<void> }> {
  const store = openStore(environment);
  const clock = createClock(() => Date.now());
  await mkdir(environment.journalDir, { recursive: true });
  const journal = createJournal({ store, folder: environment.journalDir, clock });
  await journal.shipLeftovers();
  const teacher = createTeacher({ journal, clock, keys: (endpoint) => keyFor(endpoint, readVariable) });
  const hub = { ...environment.hub, token: () => readVariable('HF_TOKEN') };
  const embedder = createChildEmbedder(() => embeddingModel(CACHE, environment.python));
  return {
    store,
    teacher,
    journal,
    predict: createChildPredictor(),
    datasets: createHubDatasets(hub, clock),
    models: createHubModelScan(hub, clock),
    bases: createFolderModels(createHubModels(hub)),
    embedder,
    indexes: createLanceIndexes(searchPlace(environment)),
    scratch,
    close: async () => {
      embedder.close();
      await teacher.close();
    },
  };
}
