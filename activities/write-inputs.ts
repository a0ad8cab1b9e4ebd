import type { CpuActivities } from '../contracts/activities.ts';
import type { WrittenInput } from '../contracts/example.ts';
import { WrittenInputsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { rowId } from '../lib/dataset/row-id.ts';
import { familyOf, writeRequest } from '../lib/generation/requests.ts';
import { writingWish } from '../lib/generation/writing-wish.ts';
import { WRITE_INPUTS_VERSION } from '../lib/prompts/write-inputs.ts';
import { putRows, readJson } from '../lib/store/blobs.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import { accountOf } from './account-of.ts';
import { askAll } from './ask-all.ts';
import { paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/** New inputs from a run of numbered calls, in the order of the calls. Duplicates are left in: they are counted when pooled. */
export const createWriteInputs =
  (ports: CpuPorts): CpuActivities['writeInputs'] =>
  async ({ build, spec: specRef, purpose, calls, grant }) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
    ]);
    const identity = { spec: specRef.sha256, teacher: config.teacher };
    const key = {
      stage: 'write-inputs',
      stageVersion: `${STAGE_VERSION}/${WRITE_INPUTS_VERSION}`,
      inputs: { ...identity, seed: config.seed, purpose, calls },
    };
    return paidStage(ports, { build, grant, key, schema: WrittenInputsResult }, async (money) => {
      const numbers = Array.from({ length: calls.to - calls.from }, (_, index) => calls.from + index);
      const requests = numbers.map((call) => writeRequest(spec, config.seed, purpose, call));
      const account = accountOf(build, config, `write-inputs/${purpose}/${calls.from}`);
      const family = familyOf('write-inputs', hashOf(identity));
      const { answers, unfunded } = await askAll(ports.teacher, account, family, requests, money);
      await ports.journal.compact(family);
      const inputs = answers.flatMap((answer, index): readonly WrittenInput[] => {
        const hint = writingWish(spec, config.seed, numbers[index] ?? 0).label?.name ?? null;
        return (answer ?? []).map((input) => ({ id: rowId(input), input, hint }));
      });
      return { result: { inputs: await putRows(ports.store, inputs), count: inputs.length }, cut: unfunded };
    });
  };
