import { z } from 'zod';
import type { AssembleDatasetInput, CpuActivities } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { Attributes } from '../contracts/plan.ts';
import { AssembledDatasetResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { assembleRows } from '../lib/dataset/assemble-rows.ts';
import { type EarlierRows, extendRows } from '../lib/dataset/extend-rows.ts';
import { rowId } from '../lib/dataset/row-id.ts';
import { putJson, putRows, readJson, readRows } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '5';

/** Training and validation rows without anything that touches the test, and the report on them. */
export const createAssembleDataset =
  (ports: Pick<CpuPorts, 'store'>): CpuActivities['assembleDataset'] =>
  async ({ build, spec: specRef, holdout, generated, attributes: attributesRef, before }) => {
    const { store } = ports;
    const [config, spec] = await Promise.all([
      readJson(store, build.config, TaskConfig),
      readJson(store, specRef, TaskSpec),
    ]);
    const { test: testRef, goldForTraining } = holdout;
    const shown = spec.demonstrations.map((row) => rowId(row.input));
    const key = {
      stage: 'assemble',
      stageVersion: STAGE_VERSION,
      inputs: {
        kind: spec.kind,
        ...(spec.constraints.several ? { several: true } : {}),
        test: testRef,
        goldForTraining,
        generated,
        seed: config.seed,
        attributes: attributesRef ?? null,
        shown,
        ...(before === undefined ? {} : { before: { train: before.train, validation: before.validation } }),
      },
    };
    const { result, record } = await beating(() =>
      finishOnce(store, key, build, AssembledDatasetResult, async () => {
        const [test, gold, ...shards] = await Promise.all(
          [testRef, goldForTraining, ...generated].map((shard) => readRows(store, shard, Example)),
        );
        const attributes = attributesRef === undefined ? null : await readJson(store, attributesRef, Attributes);
        const { train, validation, report } =
          before === undefined
            ? assembleRows([...(gold ?? []), ...shards.flat()], test ?? [], spec, config.seed, attributes, shown)
            : extendRows(await readEarlier(store, before), shards.flat(), test ?? [], spec, attributes);
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

const LeftOut = z.object({
  duplicates: z.int(),
  leaksRemoved: z.object({ 'same-input': z.int(), 'same-field': z.int(), near: z.int() }),
  validationTouched: z.int(),
});

async function readEarlier(
  store: ObjectStore,
  before: NonNullable<AssembleDatasetInput['before']>,
): Promise<EarlierRows> {
  const [train, validation, report] = await Promise.all([
    readRows(store, before.train, Example),
    readRows(store, before.validation, Example),
    readJson(store, before.report, LeftOut),
  ]);
  return { train, validation, report };
}
