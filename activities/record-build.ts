import type { CpuActivities } from '../contracts/activities.ts';
import { sealed } from '../lib/store/seal.ts';
import type { CpuPorts } from './ports.ts';

/** Writes `builds/<build id>/build.json`: what is known of a build when it ends, however it ends. */
export const createRecordBuild =
  (ports: Pick<CpuPorts, 'store'>): CpuActivities['recordBuild'] =>
  async (input) => {
    const bytes = Buffer.from(sealed({ version: 1, ...input }));
    await ports.store.put(`builds/${input.build.buildId}/build.json`, { bytes }, 'always');
  };
