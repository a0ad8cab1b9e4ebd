import type { Example, Origin } from '../../contracts/example.ts';
import type { Attributes } from '../../contracts/plan.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { itemsOf } from '../metrics/micro-f1.ts';
import { type LeakReason, leakReasons } from './decontaminate.ts';
import { comparableText } from './normalise.ts';

/** Characters of the texts of a part. */
export type Lengths = { readonly median: number; readonly p90: number; readonly max: number };

export type PartReport = {
  readonly rows: number;
  readonly groups: number;
  readonly origins: Readonly<Record<Origin, number>>;
  /** Share of rows with each output, 0..1, the most frequent first: of each label, where a row may have several too; for other kinds the ten most frequent. */
  readonly outputs: Readonly<Record<string, number>>;
  readonly inputLengths: Lengths;
  readonly outputLengths: Lengths;
};

/** What of a task decides how its rows are compared and counted. */
export type RowsTask = Pick<TaskSpec, 'kind'> & { readonly constraints: Pick<TaskSpec['constraints'], 'several'> };

export type AttributesReport = {
  readonly origin: Attributes['origin'];
  readonly topics: number;
  readonly refused: string | null;
};

/** What the rows of a build are like; goes into its report. A type and no interface, so that it is a plain record too. */
export type DataReport = {
  readonly train: PartReport;
  readonly validation: PartReport;
  readonly test: PartReport;
  /** What the generated inputs were spread over: topics proposed for the task, or fixed lists and why; null where nothing is said of it. */
  readonly attributes: AttributesReport | null;
  /** Rows dropped because their input had come before. */
  readonly duplicates: number;
  /** Rows taken from training because they touch the test. */
  readonly leaksRemoved: Readonly<Record<LeakReason, number>>;
  /** Rows of later rounds that were left out because they touch a validation row. */
  readonly validationTouched: number;
  /** Rows of training and validation that touch the test all the same, counted anew: all must be 0. */
  readonly leaksLeft: Readonly<Record<LeakReason, number>>;
};

/** Counts everything from the rows themselves. Costs one more search for near duplicates. */
export function dataReport(facts: {
  readonly task: RowsTask;
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly test: readonly Example[];
  readonly duplicates: number;
  readonly leaksRemoved: Readonly<Record<LeakReason, number>>;
  readonly attributes: Attributes | null;
}): DataReport {
  const reasons = leakReasons([...facts.train, ...facts.validation], facts.test, facts.task.kind);
  const left = (reason: LeakReason): number => reasons.filter((found) => found === reason).length;
  return {
    train: partReport(facts.train, facts.task),
    validation: partReport(facts.validation, facts.task),
    test: partReport(facts.test, facts.task),
    attributes: attributesReport(facts.attributes),
    duplicates: facts.duplicates,
    leaksRemoved: facts.leaksRemoved,
    validationTouched: 0,
    leaksLeft: { 'same-input': left('same-input'), 'same-field': left('same-field'), near: left('near') },
  };
}

const attributesReport = (attributes: Attributes | null): AttributesReport | null =>
  attributes === null
    ? null
    : { origin: attributes.origin, topics: attributes.topics.length, refused: attributes.refused };

/** Texts seldom repeat: ten show whether one of them, such as "N/A", is too frequent. */
const OUTPUTS_SHOWN = 10;

function partReport(rows: readonly Example[], task: RowsTask): PartReport {
  const from = (origin: Origin): number => rows.filter((row) => row.origin === origin).length;
  return {
    rows: rows.length,
    groups: new Set(rows.map((row) => row.group)).size,
    origins: { gold: from('gold'), generated: from('generated'), imported: from('imported') },
    outputs: outputShares(rows, task),
    inputLengths: lengths(rows.map((row) => comparableText(row.input))),
    outputLengths: lengths(rows.map((row) => row.output)),
  };
}

function outputShares(rows: readonly Example[], { kind, constraints }: RowsTask): Record<string, number> {
  const atMost = kind === 'labels' ? Number.POSITIVE_INFINITY : OUTPUTS_SHOWN;
  const counts = new Map<string, number>();
  const named = rows.flatMap(({ output }) =>
    kind === 'labels' && constraints.several ? [...itemsOf(output)] : [output],
  );
  for (const output of named) counts.set(output, (counts.get(output) ?? 0) + 1);
  const ordered = [...counts].toSorted(([one, more], [other, less]) => less - more || (one < other ? -1 : 1));
  return Object.fromEntries(
    ordered.slice(0, Math.min(atMost, ordered.length)).map(([output, count]) => [output, count / rows.length]),
  );
}

/** Lengths of rows that are there, not interpolated; 0 where there are none. */
function lengths(texts: readonly string[]): Lengths {
  const sorted = texts.map((text) => text.length).toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { median: at(0.5), p90: at(0.9), max: at(1) };
}
