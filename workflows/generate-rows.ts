import { ApplicationFailure } from '@temporalio/workflow';
import type { LabelledShard, ParsedTask, PooledInputs, WritingFor, WrittenShard } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { Settings } from '../contracts/plan.ts';
import { kindOf } from './build-failure.ts';
import type { Build } from './build.ts';
import { inTurns } from './in-turns.ts';
import { quick, teacher } from './stage-options.ts';

/** Activities of one build side by side: below the 8 that the local server bears, and room for a second build. */
const SIDE_BY_SIDE = 4;
/** Inputs of one `writeInputs` call, as `lib/generation/limits.ts` has it. */
const INPUTS_PER_CALL = 10;
const CALLS_PER_SHARD = 10;
const INPUTS_PER_SHARD = 100;
/** A wave that brings fewer new inputs than this share of what it wrote has run dry. */
const DRY_SHARE = 0.2;
/** Waves without an end would be a bug in the yield; a task that needs more is better served with other prompts. */
const MAX_WAVES = 12;
/** An activity's first guess of what a call costs is its worst case times this many calls. */
const MAX_YIELD = 0.95;

/** Which rows are wanted, and how they are asked for. */
export interface RowsWish {
  readonly purpose: WritingFor;
  readonly wanted: number;
  /** Attributes: what inputs are to differ in. */
  readonly attributes: ArtifactRef;
  /** What the pilot chose; null for a test, whose rows know nothing of it. */
  readonly settings: Settings | null;
  /** Another round: goes on after the calls of those before, to where the student is weak; null in the first. */
  readonly later: { readonly after: GeneratedRows; readonly focus: ArtifactRef } | null;
}

export interface GeneratedRows {
  /** JSONL of Example, shard by shard. */
  readonly shards: readonly ArtifactRef[];
  /** JSONL of WrittenInput, of rounds before too: what each row was written about. */
  readonly pools: readonly ArtifactRef[];
  /** Calls for inputs so far, of rounds before too. */
  readonly calls: number;
  readonly rows: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly end: 'enough' | 'dry' | 'budget' | 'time' | 'waves';
}

interface Progress {
  readonly shards: ArtifactRef[];
  readonly pools: ArtifactRef[];
  readonly dropped: Record<string, number>;
  calls: number;
  written: number;
  rows: number;
}

/**
 * Rows in waves: inputs first, what is new among them, then k votes for each. A wave is as large as the rows that are
 * still missing at the yield seen so far. Which calls a wave makes depends on the answers of the waves before, in the
 * order of their requests, and on nothing else.
 */
export async function generateRows(build: Build, task: ParsedTask, wish: RowsWish): Promise<GeneratedRows> {
  const { wanted, later } = wish;
  const { pools, calls } = later?.after ?? { pools: [], calls: 0 };
  const progress: Progress = { shards: [], pools: [...pools], dropped: {}, calls, written: 0, rows: 0 };
  const ended = (end: GeneratedRows['end']): GeneratedRows => ({
    shards: progress.shards,
    pools: progress.pools,
    calls: progress.calls,
    rows: progress.rows,
    dropped: progress.dropped,
    end,
  });
  for (let wave = 0; wave < MAX_WAVES; wave++) {
    if (progress.rows >= wanted) return ended('enough');
    if (build.deadlineMs !== null && Date.now() >= build.deadlineMs) return ended('time');
    const { pooled, cut } = await writeWave(build, task, wish, progress);
    const cutLabels = await labelWave(build, task, wish, progress, pooled);
    build.progress(`${progress.rows} of ${wanted} rows, ${progress.written} inputs written`);
    if (cut || cutLabels) return ended(progress.rows >= wanted ? 'enough' : 'budget');
    if (pooled.count < DRY_SHARE * (pooled.count + pooled.duplicates))
      return ended(progress.rows >= wanted ? 'enough' : 'dry');
  }
  return ended(progress.rows >= wanted ? 'enough' : 'waves');
}

/** Writes inputs for `missing` rows and keeps those that are new. */
async function writeWave(build: Build, task: ParsedTask, wish: RowsWish, progress: Progress) {
  const missing = wish.wanted - progress.rows;
  const covered = [...progress.pools];
  const rowsPerInput = progress.written === 0 ? MAX_YIELD : Math.max(0.1, progress.rows / progress.written);
  const calls = Math.ceil(missing / rowsPerInput / INPUTS_PER_CALL);
  const shards = ranges(progress.calls, progress.calls + calls, CALLS_PER_SHARD);
  progress.calls += calls;
  const shardsWritten = await inTurns(shards, SIDE_BY_SIDE, (range) =>
    asFarAsPaid(wish, () => writeShard(build, task, { ...wish, covered }, range)),
  );
  const written = shardsWritten.filter((shard) => shard !== null);
  for (const shard of written) build.keep(shard);
  const pooled: PooledInputs = await quick.poolInputs.executeWithOptions(
    { summary: `Keep the new inputs of ${calls * INPUTS_PER_CALL}` },
    [{ build: build.context, written: written.map((shard) => shard.inputs), known: progress.pools }],
  );
  build.keep(pooled);
  progress.pools.push(pooled.inputs);
  progress.written += pooled.count + pooled.duplicates;
  return { pooled, cut: shardsWritten.some((shard) => shard === null || shard.cut !== null) };
}

/** Labels a wave's inputs; true where the budget ended it. */
async function labelWave(build: Build, task: ParsedTask, wish: RowsWish, progress: Progress, pooled: PooledInputs) {
  const labelled = await inTurns(ranges(0, pooled.count, INPUTS_PER_SHARD), SIDE_BY_SIDE, (range) =>
    asFarAsPaid(wish, () => labelShard(build, task, wish, pooled.inputs, range)),
  );
  for (const shard of labelled) {
    if (shard === null) continue;
    build.keep(shard);
    progress.shards.push(shard.rows);
    progress.rows += shard.accepted;
    for (const [reason, count] of Object.entries(shard.dropped)) {
      progress.dropped[reason] = (progress.dropped[reason] ?? 0) + count;
    }
  }
  return labelled.some((shard) => shard === null || shard.cut !== null);
}

/** Null where the budget does not hold a piece of a later round: there is a student already, and what is there serves. */
async function asFarAsPaid<Result>(
  { later }: Pick<RowsWish, 'later'>,
  run: () => Promise<Result>,
): Promise<Result | null> {
  if (later === null) return run();
  try {
    return await run();
  } catch (error) {
    if (kindOf(error) !== 'budget-reached') throw error;
    return null;
  }
}

function writeShard(
  build: Build,
  task: ParsedTask,
  { purpose, attributes, settings, later, covered }: RowsWish & { readonly covered: readonly ArtifactRef[] },
  calls: Range,
): Promise<WrittenShard> {
  const { write } = task.callCosts;
  const plan = { attributes, settings, covered, ...(later === null ? {} : { focus: later.focus }) };
  const wish = { expected: scaled(write, calls.to - calls.from), least: write, sharers: SIDE_BY_SIDE };
  return build.spend(wish, (grant) =>
    teacher.writeInputs.executeWithOptions(
      { summary: `Write ${purpose} inputs, calls ${calls.from + 1}–${calls.to}` },
      [{ build: build.context, spec: task.spec, purpose, calls, plan, grant }],
    ),
  );
}

function labelShard(
  build: Build,
  task: ParsedTask,
  { purpose, settings }: RowsWish,
  inputs: ArtifactRef,
  rows: Range,
): Promise<LabelledShard> {
  const { label } = task.callCosts;
  const wish = { expected: scaled(label, (rows.to - rows.from) * task.votes), least: label, sharers: SIDE_BY_SIDE };
  const asked = { build: build.context, spec: task.spec, inputs, rows, purpose };
  return build.spend(wish, (grant) =>
    teacher.labelInputs.executeWithOptions(
      { summary: `Label ${purpose} rows ${rows.from + 1}–${rows.to}, ${task.votes} votes each` },
      [{ ...asked, grant, ...(settings === null ? {} : { settings }) }],
    ),
  );
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function ranges(from: number, to: number, size: number): readonly Range[] {
  const starts = Array.from({ length: Math.ceil((to - from) / size) }, (_, index) => from + index * size);
  return starts.map((start) => ({ from: start, to: Math.min(to, start + size) }));
}

const scaled = (cost: ParsedTask['callCosts']['write'], calls: number) => ({
  usd: cost.usd * calls,
  tokens: cost.tokens * calls,
  calls: cost.calls * calls,
});

export const noteRows = ({ rows, end }: GeneratedRows): string =>
  `${rows} rows${end === 'enough' ? '' : `: ${ENDS[end]}`}`;

/** Why rows are fewer than wanted, as people read it. */
export const ENDS = {
  enough: 'enough',
  dry: 'new calls brought mostly inputs that were there already',
  budget: 'the budget was reached',
  time: 'the time of the budget was reached',
  waves: 'too many calls brought too few usable rows',
} as const satisfies Record<GeneratedRows['end'], string>;

export function tooFewRows(purpose: string, { rows, dropped, end }: GeneratedRows): ApplicationFailure {
  const reasons = Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`);
  return ApplicationFailure.create({
    type: end === 'budget' || end === 'time' ? 'budget-reached' : 'too-few-rows',
    nonRetryable: true,
    message:
      `Only ${rows} ${purpose} rows could be generated: ${ENDS[end]}` +
      `${reasons.length === 0 ? '' : `; dropped: ${reasons.join(', ')}`}. ` +
      'What was paid for is kept: correct the task or raise the budget.',
  });
}
