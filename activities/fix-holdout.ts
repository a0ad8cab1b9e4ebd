import type { CpuActivities, FixHoldoutInput } from '../contracts/activities.ts';
import { Example, GoldRow } from '../contracts/example.ts';
import { HoldoutResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { splitGold } from '../lib/dataset/gold-split.ts';
import { goldExample } from '../lib/dataset/gold-example.ts';
import { votesOnTest } from '../lib/evaluation/voted-test.ts';
import { singleAnswerRequest } from '../lib/generation/requests.ts';
import { putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { groupRows } from '../lib/dataset/groups.ts';
import { accountOf } from './account-of.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';
import { votesWorstCase } from './votes-worst-case.ts';

const STAGE_VERSION = '2';

/** The test rows: the user's, else a hashed half of the examples, else generated ones. Its hash knows nothing of how a student is trained. */
export const createFixHoldout =
  (ports: Pick<CpuPorts, 'store' | 'teacher'>): CpuActivities['fixHoldout'] =>
  async ({ build, spec: specRef, generated, imported }) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, build.config, TaskConfig),
      readJson(ports.store, specRef, TaskSpec),
    ]);
    const { test, examples, generate } = config;
    const key = {
      stage: 'holdout',
      stageVersion: STAGE_VERSION,
      inputs: { test, examples, generated, imported, testRows: generate.testRows, kind: spec.kind },
    };
    const { result, record } = await beating(() =>
      finishOnce(ports.store, key, build, HoldoutResult, async () => {
        const rows = await chooseRows(ports, config, generated, imported);
        const groups = groupRows(rows.test, spec.kind);
        const grouped = rows.test.map((row, index) => ({ ...row, group: groups[index] ?? row.group }));
        const holdout = {
          test: await putRows(ports.store, grouped),
          rows: rows.test.length,
          origin: rows.origin,
          confirmed: rows.origin === 'imported' && imported?.confirmed === true,
          goldForTraining: await putRows(ports.store, rows.training),
        };
        return { result: holdout, complete: true };
      }),
    );
    const account = accountOf(build, config, 'holdout');
    const evaluation = { usd: 0, tokens: 0, calls: 0 };
    const held = await readRows(ports.store, result.test, Example);
    for (const row of held) {
      const worst = ports.teacher.worstCase(account, singleAnswerRequest(spec, row.input));
      evaluation.usd += worst.usd;
      evaluation.tokens += worst.tokens;
      evaluation.calls += worst.calls;
    }
    const voted = votesOnTest(result.origin, config.teacher.votes);
    const inputs = held.map((row) => row.input);
    const votes = votesWorstCase(ports.teacher, account, { spec, inputs, votes: voted });
    return { ...result, evaluation, votes, record };
  };

async function chooseRows(
  ports: Pick<CpuPorts, 'store'>,
  config: TaskConfig,
  generated: FixHoldoutInput['generated'],
  imported: FixHoldoutInput['imported'],
) {
  const examples = config.examples === null ? [] : await readRows(ports.store, config.examples, GoldRow);
  if (config.test !== null) {
    const test = await readRows(ports.store, config.test, GoldRow);
    return { test: test.map(goldExample), training: examples.map(goldExample), origin: 'gold' as const };
  }
  const { shown, heldOut } = splitGold(examples);
  if (heldOut.length > 0)
    return { test: heldOut.map(goldExample), training: shown.map(goldExample), origin: 'gold' as const };
  if (imported !== null) {
    const test = await readRows(ports.store, imported.test, Example);
    return { test, training: examples.map(goldExample), origin: 'imported' as const };
  }
  const rows = await Promise.all(generated.map((shard) => readRows(ports.store, shard, Example)));
  const test = rows.flat().slice(0, config.generate.testRows);
  return { test, training: examples.map(goldExample), origin: 'generated' as const };
}
