import type { CpuActivities } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { Attributes } from '../contracts/plan.ts';
import { AssembledDatasetResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { assembleRows } from '../lib/dataset/assemble-rows.ts';
import { putJson, putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '2';

/** Training and validation rows without anything that touches the test, and the report on them. */
export const createAssembleDataset =
  (ports: Pick<CpuPorts, 'store'>): CpuActivities['assembleDataset'] =>
  async ({ build, spec: specRef, holdout, generated, attributes: attributesRef }) => {
    const { store } = ports;
    const [config, spec] = await Promise.all([
      readJson(store, build.config, TaskConfig),
      readJson(store, specRef, TaskSpec),
    ]);
    const { test: testRef, goldForTraining } = holdout;
    const key = {
      stage: 'assemble',
      stageVersion: STAGE_VERSION,
      inputs: {
        kind: spec.kind,
        test: testRef,
        goldForTraining,
        generated,
        seed: config.seed,
        attributes: attributesRef ?? null,
      },
    };
    const { result, record } = await beating(() =>
      finishOnce(store, key, build, AssembledDatasetResult, async () => {
        const [test, gold, ...shards] = await Promise.all(
          [testRef, goldForTraining, ...generated].map((shard) => readRows(store, shard, Example)),
        );
        const attributes = attributesRef === undefined ? null : await readJson(store, attributesRef, Attributes);
        const rows = [...(gold ?? []), ...shards.flat()];
        const { train, validation, report } = assembleRows(rows, test ?? [], spec.kind, config.seed, attributes);
        const dataset = {
          train: await putRows(store, train),
          validation: await putRows(store, validation),
          report: await putJson(store, report),
          trainRows: train.length,
          validationRows: validation.length,
        };
        return { result: dataset, complete: true };
      }),
    );
    return { ...result, record };
  };
