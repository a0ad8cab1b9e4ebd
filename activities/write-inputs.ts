import type { CpuActivities, WriteInputsInput, WritingPlan } from '../contracts/activities.ts';
import { WrittenInput } from '../contracts/example.ts';
import { WrittenInputsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { Attributes } from '../contracts/plan.ts';
import { Focus } from '../contracts/round.ts';
import { rowId } from '../lib/dataset/row-id.ts';
import { coveredTopics } from '../lib/generation/covered-topics.ts';
import { familyOf, writeRequest } from '../lib/generation/requests.ts';
import { DEFAULT_SETTINGS, DEFAULT_WRITING, type Writing } from '../lib/generation/writing.ts';
import { writingWish } from '../lib/generation/writing-wish.ts';
import { WRITE_INPUTS_VERSION } from '../lib/prompts/write-inputs.ts';
import { putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import { accountOf } from './account-of.ts';
import { askAll } from './ask-all.ts';
import { paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '2';

/** New inputs from a run of numbered calls, in the order of the calls. Duplicates are left in: they are counted when pooled. */
export const createWriteInputs =
  (ports: CpuPorts): CpuActivities['writeInputs'] =>
  async ({ build, spec: specRef, purpose, calls, plan, grant }: WriteInputsInput) => {
    const [config, spec, writing] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
      writingOf(ports, plan),
    ]);
    const identity = { spec: specRef.sha256, teacher: config.teacher };
    const key = {
      stage: 'write-inputs',
      stageVersion: `${STAGE_VERSION}/${WRITE_INPUTS_VERSION}`,
      inputs: { ...identity, seed: config.seed, purpose, calls, plan: plan ?? null },
    };
    return paidStage(ports, { build, grant, key, schema: WrittenInputsResult }, async (money) => {
      const numbers = Array.from({ length: calls.to - calls.from }, (_, index) => calls.from + index);
      const placeOf = (call: number) => ({ seed: config.seed, purpose, call });
      const requests = numbers.map((call) => writeRequest(spec, placeOf(call), writing));
      const account = accountOf(build, config, `write-inputs/${purpose}/${calls.from}`);
      const family = familyOf('write-inputs', hashOf(identity));
      const { answers, unfunded } = await askAll(ports.teacher, account, family, requests, money);
      await ports.journal.compact(family);
      const inputs = answers.flatMap((answer, index): readonly WrittenInput[] => {
        const wish = writingWish(spec, placeOf(numbers[index] ?? 0), writing);
        const asked = { hint: wish.label?.name ?? null, topic: wish.topic?.name ?? null };
        return (answer ?? []).map((input) => ({ id: rowId(input), input, ...asked }));
      });
      return { result: { inputs: await putRows(ports.store, inputs), count: inputs.length }, cut: unfunded };
    });
  };

/** How the plan has the inputs asked for; fixed lists and default settings where there is none. */
async function writingOf(ports: CpuPorts, plan: WritingPlan | undefined): Promise<Writing> {
  if (plan === undefined) return DEFAULT_WRITING;
  const attributes = await readJson(ports.store, plan.attributes, Attributes);
  const pools = await Promise.all(plan.covered.map((pool) => readRows(ports.store, pool, WrittenInput)));
  const { writing: settings } = plan.settings ?? DEFAULT_SETTINGS;
  const focus = plan.focus === undefined ? null : await readJson(ports.store, plan.focus, Focus);
  return { attributes, settings, covered: coveredTopics(attributes, pools.flat()), focus };
}
