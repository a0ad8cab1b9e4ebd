import type { LabelPlan } from '../../contracts/labelling.ts';
import type { Report } from '../../contracts/report.ts';
import { TaskSpec } from '../../contracts/task-spec.ts';
import { drawPlan } from '../../lib/labelling/draw-plan.ts';
import { readPlan } from '../../lib/labelling/kept-labels.ts';
import { type Pool, poolOf } from '../../lib/labelling/pool.ts';
import { readJson } from '../../lib/store/blobs.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { BuildRecord } from '../../lib/trace/build-record.ts';
import { readBundleFacts } from '../../lib/trace/bundle-facts.ts';
import { storeSource } from '../bundle-source.ts';
import { CommandFailure } from '../command-failure.ts';
import { noBundle } from '../end-of-build.ts';
import { predictionsOf } from '../predictions-of.ts';

/** What people may label of a build, and in which order. */
export interface ReadLabelling {
  readonly report: Report;
  readonly spec: TaskSpec;
  readonly pool: Pool;
  readonly plan: LabelPlan;
}

/** What a person may say of the plan before its first label; null: as it comes. */
export interface PlanWish {
  readonly by: string;
  readonly at: string;
  readonly looks: number | null;
  readonly alike: number | null;
}

/**
 * Reads a build that has ended, and its plan of labels: the one that is kept, else one drawn now.
 * @throws CommandFailure `nothing-to-label`, `build-unknown` without a bundle, `usage` for a wish that the kept plan contradicts
 */
export async function readLabelling(store: ObjectStore, record: BuildRecord, wish: PlanWish): Promise<ReadLabelling> {
  const { buildId } = record.build;
  if (record.bundle === null || record.spec === null) throw noBundle(buildId, record.state);
  const [facts, predictions, spec, kept] = await Promise.all([
    readBundleFacts(storeSource(store, record.bundle.files)),
    predictionsOf(store, record),
    readJson(store, record.spec, TaskSpec),
    readPlan(store, buildId),
  ]);
  if (predictions === null) throw nothing(buildId, 'the answers to its test rows are not in the store');
  const pool = poolOf(facts.report, predictions.rows);
  if (typeof pool === 'string') throw nothing(buildId, pool);
  if (kept !== null) checkWish(kept, wish);
  const plan: LabelPlan = kept ?? {
    version: 1,
    buildId,
    modelHash: facts.provenance.modelHash,
    predictions: predictions.ref.sha256,
    student: pool.student,
    origin: pool.origin,
    rows: [...drawPlan(pool.rows, `${buildId}/labels`, wish.alike ?? undefined)],
    looks: wish.looks ?? facts.report.gate.openingsAllowed,
    by: wish.by,
    at: wish.at,
  };
  return { report: facts.report, spec, pool, plan };
}

function checkWish(kept: LabelPlan, { looks, alike }: PlanWish): void {
  const since = `fixed when ${kept.by} gave the first label of ${kept.buildId}, on ${kept.at.slice(0, 10)}`;
  if (looks !== null && looks !== kept.looks)
    throw new CommandFailure('usage', `--looks was ${since}, as ${kept.looks}: leave it out.`);
  if (alike !== null) throw new CommandFailure('usage', `Which rows are asked was ${since}: leave --alike out.`);
}

const nothing = (buildId: string, why: string): CommandFailure =>
  new CommandFailure('nothing-to-label', `Nothing of ${buildId} can be labelled: ${why}.`);
