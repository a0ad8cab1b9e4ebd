import type { StageCost } from '../../contracts/budget.ts';
import type { Example } from '../../contracts/example.ts';
import type { Cost, Report, Score } from '../../contracts/report.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import { withoutPlaces } from '../store/references.ts';
import type { BundleFacts } from './bundle-facts.ts';
import { diffLines, type LineChange } from './diff-lines.ts';
import { diffPredictions, type PredictionDiff, type ShippedAnswers } from './diff-predictions.ts';
import { diffValues, type ValueChange } from './diff-values.ts';

/** A build as far as its facts are at hand: a folder has neither configuration nor rows, a failed build no bundle. */
export interface DiffSide {
  /** Build id or folder. */
  readonly name: string;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly config: TaskConfig | null;
  readonly rows: Readonly<Record<Part, readonly Example[]>> | null;
  readonly bundle: BundleFacts | null;
  /** What the file that ships answered on the test rows. */
  readonly answers: ShippedAnswers | null;
  readonly cost: Cost;
  readonly costs: readonly StageCost[];
}

const PARTS = ['train', 'validation', 'test'] as const;
type Part = (typeof PARTS)[number];

export interface RowChange {
  readonly part: Part;
  readonly same: number;
  /** Ids of rows that the second build has and the first has not, and the other way round. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Ids of rows of both whose output differs. */
  readonly relabelled: readonly string[];
}

export interface ScoreChange {
  readonly who: Score['who'];
  readonly metric: string;
  readonly on: Score['on'];
  readonly before: Score | null;
  readonly after: Score | null;
}

/** What changed from one build to another. */
export interface BuildDiff {
  readonly before: string;
  readonly after: string;
  /** By area: `task`, `data`, `training`, `teacher`, `versions`, `result`, `cost`, `files`; an area without changes is empty. */
  readonly changes: Readonly<Record<Area, readonly ValueChange[]>>;
  /** The prompt line by line; empty where it is the same. */
  readonly prompt: readonly LineChange[];
  /** Null where the rows of one of them are not at hand. */
  readonly rows: readonly RowChange[] | null;
  /** Everybody whose score differs. */
  readonly scores: readonly ScoreChange[];
  /** Answers of the files that ship, on the test rows of both; null where those of one of them are not at hand. */
  readonly predictions: PredictionDiff | null;
}

export const AREAS = ['task', 'data', 'training', 'teacher', 'versions', 'result', 'cost', 'files'] as const;
export type Area = (typeof AREAS)[number];

export function diffBuilds(before: DiffSide, after: DiffSide): BuildDiff {
  const bothConfigured = before.config !== null && after.config !== null;
  const both = (view: (side: DiffSide) => unknown): readonly ValueChange[] => diffValues(view(before), view(after));
  const [old, fresh] = [promptOf(before, bothConfigured), promptOf(after, bothConfigured)];
  return {
    before: before.name,
    after: after.name,
    changes: {
      task: both((side) => taskOf(side, bothConfigured)),
      data: both(dataOf),
      training: both(trainingOf),
      teacher: both(({ bundle, config }) => bundle?.report.teacher ?? config?.teacher),
      versions: both(({ bundle }) => bundle?.provenance.versions),
      result: both(resultOf),
      cost: both(costOf),
      files: both(({ bundle }) => Object.fromEntries((bundle?.files ?? []).map((file) => [file.path, fileText(file)]))),
    },
    prompt: old === fresh ? [] : diffLines(old ?? '', fresh ?? ''),
    rows: before.rows === null || after.rows === null ? null : diffRows(before.rows, after.rows),
    scores: diffScores(before.bundle?.report.scores ?? [], after.bundle?.report.scores ?? []),
    predictions:
      before.answers === null || after.answers === null ? null : diffPredictions(before.answers, after.answers),
  };
}

/** The configuration where both sides have one, else the part of it that a bundle carries. */
function taskOf({ config, bundle }: DiffSide, bothConfigured: boolean): unknown {
  if (!bothConfigured) return bundle === null ? undefined : { ...bundle.task, instruction: undefined };
  return withoutPlaces(JSON.parse(JSON.stringify({ ...config, prompt: undefined, teacher: undefined })));
}

const promptOf = ({ config, bundle }: DiffSide, bothConfigured: boolean): string | undefined =>
  bothConfigured ? config?.prompt : bundle?.task.instruction;

function dataOf({ bundle }: DiffSide): unknown {
  if (bundle === null) return undefined;
  const { duplicates, leaksRemoved, leaksLeft, ...parts } = bundle.report.data;
  const origins = Object.fromEntries(
    Object.entries(parts).map(([part, told]) => [
      part,
      typeof told === 'object' && told !== null && 'origins' in told ? told.origins : undefined,
    ]),
  );
  return { ...bundle.provenance.data, origins, duplicates, leaksRemoved, leaksLeft };
}

/** Measured times and curves are left out: they differ whenever something is run again. */
function trainingOf({ bundle }: DiffSide): unknown {
  if (bundle === null) return undefined;
  const {
    curve: _curve,
    validation: _validation,
    seconds: _s,
    examplesPerSecond: _e,
    ...settings
  } = bundle.report.training;
  return { ...settings, base: bundle.provenance.base };
}

function resultOf({ state, bundle }: DiffSide): unknown {
  if (bundle === null) return { state };
  const { report, provenance } = bundle;
  return {
    state,
    verdict: report.verdict.decision,
    ships: report.ships.file,
    gate: report.gate,
    bundleHash: provenance.bundleHash,
    modelHash: provenance.modelHash,
    configHash: provenance.config,
  };
}

const costOf = ({ cost, costs }: DiffSide): unknown => ({
  ...cost,
  stages: Object.fromEntries(costs.map(({ stage, paid, reused }) => [stage, { ...paid, reused }])),
});

/** The bytes, and enough of the hash to tell two files of one size apart. */
const fileText = ({ bytes, sha256 }: BundleFacts['files'][number]): string => `${bytes} bytes, ${sha256.slice(0, 12)}`;

function diffRows(before: NonNullable<DiffSide['rows']>, after: NonNullable<DiffSide['rows']>): readonly RowChange[] {
  return PARTS.map((part) => {
    const old = new Map(before[part].map((row) => [row.id, row.output]));
    const fresh = new Map(after[part].map((row) => [row.id, row.output]));
    const common = [...fresh.keys()].filter((id) => old.has(id));
    const relabelled = common.filter((id) => old.get(id) !== fresh.get(id));
    return {
      part,
      same: common.length - relabelled.length,
      added: [...fresh.keys()].filter((id) => !old.has(id)),
      removed: [...old.keys()].filter((id) => !fresh.has(id)),
      relabelled,
    };
  });
}

const keyOf = ({ who, metric, on }: Score): string => JSON.stringify([who, metric, on]);

function diffScores(before: Report['scores'], after: Report['scores']): readonly ScoreChange[] {
  const old = new Map(before.map((score) => [keyOf(score), score]));
  const fresh = new Map(after.map((score) => [keyOf(score), score]));
  return [...new Map([...old, ...fresh])].flatMap(([key, { who, metric, on }]) => {
    const [was, is] = [old.get(key) ?? null, fresh.get(key) ?? null];
    return diffValues(was, is).length === 0 ? [] : [{ who, metric, on, before: was, after: is }];
  });
}
