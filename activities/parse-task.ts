import type { CpuActivities } from '../contracts/activities.ts';
import { GoldRow } from '../contracts/example.ts';
import { ParsedTaskResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { splitGold } from '../lib/dataset/gold-split.ts';
import { callCosts, parseRequest } from '../lib/generation/requests.ts';
import { PARSE_TASK_VERSION, type ParseTaskAnswer } from '../lib/prompts/parse-task.ts';
import { putJson, readJson, readRows } from '../lib/store/blobs.ts';
import { needsReading } from '../lib/task/read-prompt.ts';
import { specFrom } from '../lib/task/spec-from.ts';
import { rowsOfRounds } from '../lib/task/task-config.ts';
import type { TeacherAccount } from '../lib/teacher/teacher.ts';
import { accountOf } from './account-of.ts';
import { askIfUseful, askOne } from './ask-all.ts';
import { type Money, paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '3';

/**
 * The task spec from the effective configuration. The endpoint is asked one free question first, so that a wrong key ends
 * the build here; a paid call is made only where the task does not say its kind, its labels, or the form of its texts.
 */
export const createParseTask =
  (ports: CpuPorts): CpuActivities['parseTask'] =>
  async ({ build, grant }) => {
    const config = await readJson(ports.store, build.config, TaskConfig);
    const { name, prompt, examples, test, kind, labels, constraints, metric, teacher, generate, retrieve } = config;
    const student = { baseModel: config.student.baseModel, trials: config.train.trials };
    const said = { name, prompt, retrieve, student };
    const key = {
      stage: 'parse',
      stageVersion: `${STAGE_VERSION}/${PARSE_TASK_VERSION}`,
      inputs: { ...said, examples, test: test !== null, kind, labels, constraints, metric, teacher, generate },
    };
    const account = accountOf(build, config, 'parse');
    const parsed = await paidStage(ports, { build, grant, key, schema: ParsedTaskResult }, async (money) => {
      await ports.teacher.probe(account, money.signal);
      const read = needsReading(config) ? await readByTeacher(ports, account, config, money) : null;
      const gold = examples === null ? [] : await readRows(ports.store, examples, GoldRow);
      const { shown, heldOut } = test === null ? splitGold(gold) : { shown: gold, heldOut: [] };
      const spec = specFrom(config, shown, read);
      const testSource = test === null ? (['generated', 'split'] as const)[heldOut.length > 0 ? 1 : 0] : 'user';
      const rows = rowsOfRounds(config, spec.kind);
      const result = {
        spec: await putJson(ports.store, spec),
        kind: spec.kind,
        metric: spec.metric,
        labelCount: spec.labels?.length ?? 0,
        rowsWanted: rows.first,
        rounds: { most: generate.rounds, rows: rows.later },
        votes: teacher.votes,
        testSource,
        testRowsWanted: generate.testRows,
        retrieve: retrieve.policy,
        sources: retrieve.sources,
        hub: retrieve.hub ? 'ask' : 'leave',
        trials: config.train.trials,
        wishes: { language: spec.language, baseModel: student.baseModel },
      } as const;
      return { result, cut: null };
    });
    const spec = await readJson(ports.store, parsed.spec, TaskSpec);
    return { ...parsed, callCosts: callCosts(ports.teacher, account, spec) };
  };

/**
 * The teacher's reading of the prompt. Where the task says its kind, the build can do without one, and an endpoint that
 * never answers well is no reason to end it.
 * @throws StageFailure as `askOne`, where the kind is not said
 */
async function readByTeacher(
  ports: CpuPorts,
  account: TeacherAccount,
  { prompt, kind }: TaskConfig,
  money: Money,
): Promise<ParseTaskAnswer | { readonly refused: string }> {
  if (kind === null) return askOne(ports.teacher, account, 'parse-task', parseRequest(prompt, 'needed'), money);
  const asked = await askIfUseful(ports.teacher, account, 'parse-task', parseRequest(prompt, 'useful'), money);
  return 'answer' in asked ? asked.answer : asked;
}
