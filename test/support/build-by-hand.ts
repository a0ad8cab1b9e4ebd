import type { Pilot, ProposedAttributes, WritingFor } from '../../contracts/activities.ts';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import type { Spending } from '../../contracts/budget.ts';
import { Example } from '../../contracts/example.ts';
import { TaskSpec } from '../../contracts/task-spec.ts';
import { readJson, readRows } from '../../lib/store/blobs.ts';
import type { ActualCost } from '../../lib/plan/compare-estimate.ts';
import { type ActivityBench, GRANT } from './activity-bench.ts';

export interface HandBuilt {
  readonly spec: TaskSpec;
  readonly specRef: ArtifactRef;
  readonly attributes: ProposedAttributes;
  readonly pilot: Pilot;
  readonly rows: readonly Example[];
  /** All that was paid, wall-clock time left out. */
  readonly cost: ActualCost;
}

/** The paying stages of a build one after the other, as the workflow calls them; nothing is trained. */
export async function buildByHand(bench: ActivityBench, rowsWanted: number): Promise<HandBuilt> {
  const { activities, build, store } = bench;
  const paid: Spending['paid'][] = [];
  const book = <Result extends { readonly spending: Spending }>(result: Result): Result => {
    paid.push(result.spending.paid);
    return result;
  };
  const common = { build, grant: GRANT };
  const parsed = book(await bench.call(activities.parseTask, common));
  const attributes = book(await bench.call(activities.proposeAttributes, { ...common, spec: parsed.spec }));
  const testRows = parsed.testSource === 'generated' ? parsed.testRowsWanted : 0;
  const generate = async (purpose: WritingFor, wanted: number, settings: Pilot['settings'] | null) => {
    const [pools, shards]: [ArtifactRef[], ArtifactRef[]] = [[], []];
    let [rows, written, calls] = [0, 0, 0];
    for (let wave = 0; rows < wanted && wave < 12; wave++) {
      const rowsPerInput = written === 0 ? 0.95 : Math.max(0.1, rows / written);
      const range = { from: calls, to: calls + Math.ceil((wanted - rows) / rowsPerInput / 10) };
      calls = range.to;
      const plan = { attributes: attributes.attributes, settings, covered: [...pools] };
      const shard = book(
        await bench.call(activities.writeInputs, { ...common, spec: parsed.spec, purpose, calls: range, plan }),
      );
      const pooled = await bench.call(activities.poolInputs, { build, written: [shard.inputs], known: [...pools] });
      pools.push(pooled.inputs);
      written += pooled.count + pooled.duplicates;
      const all = { from: 0, to: pooled.count };
      const labelled = book(
        await bench.call(activities.labelInputs, {
          ...common,
          spec: parsed.spec,
          inputs: pooled.inputs,
          rows: all,
          purpose,
          ...(settings === null ? {} : { settings }),
        }),
      );
      shards.push(labelled.rows);
      rows += labelled.accepted;
      if (pooled.count < 0.2 * (pooled.count + pooled.duplicates)) break;
    }
    return (await Promise.all(shards.map((shard) => readRows(store, shard, Example)))).flat();
  };
  if (testRows > 0) await generate('test', testRows, null);
  const before = totalOf(paid);
  const pilot = book(
    await bench.call(activities.pilotTeacher, {
      ...common,
      spec: parsed.spec,
      attributes: attributes.attributes,
      trainMinutes: 5,
      rowsWanted,
      testRows: 0,
      paid: { usd: before.usd, tokens: before.tokens, calls: before.calls },
    }),
  );
  const rows = await generate('train', rowsWanted, pilot.settings);
  const spec = await readJson(store, parsed.spec, TaskSpec);
  return { spec, specRef: parsed.spec, attributes, pilot, rows, cost: totalOf(paid) };
}

const totalOf = (paid: readonly Spending['paid'][]): ActualCost => ({
  calls: paid.reduce((sum, one) => sum + one.calls, 0),
  tokens: paid.reduce((sum, one) => sum + one.inputTokens + one.outputTokens, 0),
  usd: paid.reduce((sum, one) => sum + one.usd, 0),
  minutes: 0,
});
