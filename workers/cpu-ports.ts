import { mkdir } from 'node:fs/promises';
import type { CpuPorts } from '../activities/ports.ts';
import type { Environment } from '../lib/environment/read-environment.ts';
import { readVariable } from '../lib/environment/read-variable.ts';
import { createChildPredictor } from '../lib/inference/child-predictor.ts';
import { openStore } from '../lib/store/open-store.ts';
import { createClock } from '../lib/teacher/clock.ts';
import { createTeacher } from '../lib/teacher/create-teacher.ts';
import { createJournal } from '../lib/teacher/journal.ts';
import { keyFor } from '../lib/teacher/keys.ts';

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
  return { store, teacher, journal, predict: createChildPredictor(), scratch, close: teacher.close };
}
