import type { CpuActivities, PilotTeacherInput } from '../contracts/activities.ts';
import { GoldRow } from '../contracts/example.ts';
import { Attributes } from '../contracts/plan.ts';
import { PilotResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { splitGold } from '../lib/dataset/gold-split.ts';
import { LABEL_INPUT_VERSION } from '../lib/prompts/label-input.ts';
import { WRITE_INPUTS_VERSION } from '../lib/prompts/write-inputs.ts';
import { estimateFromPilot } from '../lib/plan/estimate-from-pilot.ts';
import { readJson, readRows } from '../lib/store/blobs.ts';
import { rowsOfRounds } from '../lib/task/task-config.ts';
import { paidStage } from './paid-stage.ts';
import { compareLabelling, feasibility } from './pilot/compare-labelling.ts';
import { compareWriting } from './pilot/compare-writing.ts';
import { openPilotDesk, type PilotTask } from './pilot/pilot-desk.ts';
import { sampleRows } from './pilot/sample-rows.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '1';

/**
 * A few calls before the many: which way of asking brings the most, what a call takes, how many rows come of it, and
 * whether the teacher can do the task at all. Questions are those that generation asks, so that what the chosen way
 * brought is not paid for again. Gold rows of a test are never looked at.
 */
export const createPilotTeacher =
  (ports: CpuPorts): CpuActivities['pilotTeacher'] =>
  async (input) => {
    const task = await readPilotTask(ports, input);
    const { config, spec, rowsWanted } = task;
    const key = {
      stage: 'pilot',
      stageVersion: `${STAGE_VERSION}/${WRITE_INPUTS_VERSION}/${LABEL_INPUT_VERSION}`,
      inputs: {
        spec: input.spec.sha256,
        attributes: input.attributes.sha256,
        gold: task.gold.length === 0 ? null : config.examples,
        teacher: config.teacher,
        rowsWanted,
        seed: config.seed,
      },
    };
    const { build, grant } = input;
    const piloted = await paidStage(ports, { build, grant, key, schema: PilotResult }, async (money) => {
      const desk = openPilotDesk(ports, input, task, money);
      const labelling = await compareLabelling(desk, task);
      const writing = await compareWriting(desk, task, labelling.shown);
      const samples = await sampleRows(ports, desk, task, writing.best, labelling.shown);
      const feasible = await feasibility(desk, task);
      await desk.compact();
      const result = {
        settings: {
          writing: { ...writing.settings },
          labelling: { shown: labelling.shown },
        },
        reasons: { writing: writing.reason, labelling: labelling.reason },
        arms: [...writing.arms],
        gold: [...labelling.gold],
        feasibility: feasible,
        ...samples,
      };
      return { result, cut: desk.unfunded() };
    });
    const { price } = build.teacher;
    const { trainMinutes, testRows, testOrigin = null } = input;
    const search = input.search === 'ahead' ? ('ahead' as const) : ('over' as const);
    const facts = { config, spec, price, rowsWanted, trainMinutes, testRows, search, testOrigin };
    return { ...piloted, estimate: estimateFromPilot(facts, piloted, input.paid, piloted.spending.paid) };
  };

async function readPilotTask(ports: CpuPorts, input: PilotTeacherInput): Promise<PilotTask> {
  const { store } = ports;
  const [config, spec, attributes] = await Promise.all([
    readJson(store, input.build.config, TaskConfig),
    readJson(store, input.spec, TaskSpec),
    readJson(store, input.attributes, Attributes),
  ]);
  const examples = config.examples === null ? [] : await readRows(store, config.examples, GoldRow);
  const gold = config.test === null ? splitGold(examples).shown : examples;
  return { config, spec, attributes, gold, rowsWanted: input.rowsWanted ?? rowsOfRounds(config, spec.kind).first };
}
