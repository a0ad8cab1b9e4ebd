import type { CpuActivities } from '../contracts/activities.ts';
import { ProposedAttributesResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { fixedAttributes } from '../lib/generation/fixed-attributes.ts';
import { attributesRequest } from '../lib/generation/requests.ts';
import { PROPOSE_ATTRIBUTES_VERSION } from '../lib/prompts/propose-attributes.ts';
import { putJson, readJson } from '../lib/store/blobs.ts';
import { accountOf } from './account-of.ts';
import { askAll } from './ask-all.ts';
import { paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/**
 * What the inputs of a task are to differ in, asked for once. An endpoint that gives nothing usable is asked three times;
 * then fixed lists serve, and the attributes say why.
 */
export const createProposeAttributes =
  (ports: CpuPorts): CpuActivities['proposeAttributes'] =>
  async ({ build, spec: specRef, grant }) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
    ]);
    const key = {
      stage: 'attributes',
      stageVersion: `${STAGE_VERSION}/${PROPOSE_ATTRIBUTES_VERSION}`,
      inputs: { spec: specRef.sha256, teacher: config.teacher, seed: config.seed },
    };
    return paidStage(ports, { build, grant, key, schema: ProposedAttributesResult }, async (money) => {
      const account = accountOf(build, config, 'attributes');
      const requests = [attributesRequest(spec, config.seed)];
      const { answers, rejected, unfunded } = await askAll(
        ports.teacher,
        account,
        'propose-attributes',
        requests,
        money,
      );
      const attributes = answers[0] ?? fixedAttributes(unfunded === null ? (rejected[0] ?? null) : 'unfunded');
      const { origin, topics } = attributes;
      const result = { attributes: await putJson(ports.store, attributes), origin, topics: topics.length };
      return { result, cut: unfunded };
    });
  };
