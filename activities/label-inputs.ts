import type { CpuActivities } from '../contracts/activities.ts';
import { type Example, WrittenInput } from '../contracts/example.ts';
import { LabelledRowsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { exampleFrom } from '../lib/generation/example-from.ts';
import { DEFAULT_SETTINGS } from '../lib/generation/writing.ts';
import { familyOf } from '../lib/generation/requests.ts';
import { withShown } from '../lib/generation/shown-demonstrations.ts';
import { LABEL_INPUT_VERSION } from '../lib/prompts/label-input.ts';
import { putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { hashOf } from '../lib/store/canonical-json.ts';
import { accountOf } from './account-of.ts';
import { collectVotes } from './collect-votes.ts';
import { paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '2';

/** Votes on a run of inputs, and the rows that come of them. A tie between labels is put to one further vote. */
export const createLabelInputs =
  (ports: CpuPorts): CpuActivities['labelInputs'] =>
  async (input) => {
    const { labelling } = input.settings ?? DEFAULT_SETTINGS;
    const [config, whole, pool] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
      readRows(ports.store, input.inputs, WrittenInput),
    ]);
    const spec = withShown(whole, labelling.shown);
    const identity = { spec: input.spec.sha256, teacher: config.teacher };
    const key = {
      stage: 'label-inputs',
      stageVersion: `${STAGE_VERSION}/${LABEL_INPUT_VERSION}`,
      inputs: { ...identity, inputs: input.inputs, rows: input.rows, purpose: input.purpose, labelling },
    };
    const written = pool.slice(input.rows.from, input.rows.to);
    const { build, grant } = input;
    return paidStage(ports, { build, grant, key, schema: LabelledRowsResult }, async (money) => {
      const family = familyOf('label-input', hashOf(identity));
      const part = `label-inputs/${input.inputs.sha256.slice(0, 12)}/${input.rows.from}`;
      const wanted = { spec, inputs: written.map((row) => row.input), votes: config.teacher.votes };
      const votes = await collectVotes(ports, accountOf(build, config, part), family, wanted, money);
      await ports.journal.compact(family);
      const rows: Example[] = [];
      const dropped: Record<string, number> = {};
      for (const [index, row] of written.entries()) {
        const made = exampleFrom(spec, row, votes.byRow[index] ?? [], input.purpose);
        if ('dropped' in made) dropped[made.dropped] = (dropped[made.dropped] ?? 0) + 1;
        else rows.push(made.example);
      }
      const result = { rows: await putRows(ports.store, rows), accepted: rows.length, asked: written.length, dropped };
      return { result, cut: votes.unfunded };
    });
  };
