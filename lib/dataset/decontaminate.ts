import type { TaskInput } from '../../contracts/example.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { isOutputFree } from './free-output.ts';
import { identifyingValues } from './identifying-values.ts';
import { createNearIndex, isNear } from './near-duplicates.ts';
import { comparableText, normalisedInput, normaliseText } from './normalise.ts';
import { shingleSets } from './shingles.ts';

/** Why a training row touches the test: the same input, the same question or passage in a field, nearly the same text. */
export type LeakReason = 'same-input' | 'same-field' | 'near';

export interface Leak {
  readonly id: string;
  readonly reason: LeakReason;
}

interface Row {
  readonly id: string;
  readonly input: TaskInput;
  readonly output: string;
}

export interface Decontaminated<TrainingRow> {
  readonly kept: readonly TrainingRow[];
  readonly leaks: readonly Leak[];
  readonly counts: Readonly<Record<LeakReason, number>>;
}

/** Training rows that touch no test row; order kept. A row is counted under the first reason that holds. */
export function decontaminate<TrainingRow extends Row>(
  train: readonly TrainingRow[],
  test: readonly Row[],
  kind: TaskKind,
): Decontaminated<TrainingRow> {
  const reasons = leakReasons(train, test, kind);
  const leaks = train.flatMap((row, at) => {
    const reason = reasons[at] ?? null;
    return reason === null ? [] : [{ id: row.id, reason }];
  });
  const count = (reason: LeakReason): number => leaks.filter((leak) => leak.reason === reason).length;
  return {
    kept: train.filter((_, at) => (reasons[at] ?? null) === null),
    leaks,
    counts: { 'same-input': count('same-input'), 'same-field': count('same-field'), near: count('near') },
  };
}

/** Why each training row touches the test, or null where it does not. */
export function leakReasons(train: readonly Row[], test: readonly Row[], kind: TaskKind): (LeakReason | null)[] {
  const inputs = new Set(test.map((row) => normalisedInput(row.input)));
  const sharesField = fieldSharing(train, test);
  const isNearTest = nearness(train, test, kind);
  return train.map((row, at) => {
    if (inputs.has(normalisedInput(row.input))) return 'same-input';
    if (sharesField(at)) return 'same-field';
    return isNearTest(at) ? 'near' : null;
  });
}

function fieldSharing(train: readonly Row[], test: readonly Row[]): (trainRow: number) => boolean {
  const values = identifyingValues([...test, ...train].map((row) => row.input));
  const tested = new Set(values.slice(0, test.length).flat());
  return (trainRow) => (values[test.length + trainRow] ?? []).some((value) => tested.has(value));
}

/** Near by input, and by output too where it is free. */
function nearness(train: readonly Row[], test: readonly Row[], kind: TaskKind): (trainRow: number) => boolean {
  const rows = [...test, ...train];
  const inputs = shingleSets(rows.map((row) => comparableText(row.input)));
  const outputs = isOutputFree(kind) ? shingleSets(rows.map((row) => normaliseText(row.output))) : null;
  const none = new Int32Array(0);
  const index = createNearIndex();
  for (const set of inputs.slice(0, test.length)) index.add(set);
  return (trainRow) => {
    const at = test.length + trainRow;
    const near = index.near(inputs[at] ?? none);
    return outputs === null ? near.length > 0 : near.some((row) => isNear(outputs[at] ?? none, outputs[row] ?? none));
  };
}
