import type { CpuActivities } from '../contracts/activities.ts';
import { WrittenInput } from '../contracts/example.ts';
import { PooledInputsResult } from '../contracts/stage-results.ts';
import { uniqueInputs } from '../lib/dataset/unique-inputs.ts';
import { putRows, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/** The inputs of a wave that are new, in the order they were written. */
export const createPoolInputs =
  (ports: Pick<CpuPorts, 'store'>): CpuActivities['poolInputs'] =>
  async ({ build, written, known }) => {
    const { store } = ports;
    const key = { stage: 'pool-inputs', stageVersion: STAGE_VERSION, inputs: { written, known } };
    const { result, record } = await beating(() =>
      finishOnce(store, key, build, PooledInputsResult, async () => {
        const [fresh, earlier] = await Promise.all([
          Promise.all(written.map((shard) => readRows(store, shard, WrittenInput))),
          Promise.all(known.map((shard) => readRows(store, shard, WrittenInput))),
        ]);
        const { kept, duplicates } = uniqueInputs(fresh.flat(), earlier.flat());
        const pooled = { inputs: await putRows(store, kept), count: kept.length, duplicates };
        return { result: pooled, complete: true };
      }),
    );
    return { ...result, record };
  };
