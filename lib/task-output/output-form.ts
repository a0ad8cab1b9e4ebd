import type { Constraints } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';

/** What the outputs of a task look like. */
export interface OutputForm {
  /** Null where it is not known yet: any text. */
  readonly kind: TaskKind | null;
  /** Null where they are not known, or the kind has none. */
  readonly labels: readonly string[] | null;
  /** Order of a record's fields; null: the input is one text, or its fields stand in their own order. */
  readonly fields: readonly string[] | null;
  readonly constraints: Constraints;
}

/** The form of a task spec's outputs. */
export const formOf = (spec: {
  readonly kind: TaskKind;
  readonly labels: readonly { readonly name: string }[] | null;
  readonly fields: readonly string[] | null;
  readonly constraints: Constraints;
}): OutputForm => ({
  kind: spec.kind,
  labels: spec.labels?.map(({ name }) => name) ?? null,
  fields: spec.fields,
  constraints: spec.constraints,
});

/** Outputs are lists of labels or spans, written as JSON. */
export const isListed = ({ kind, constraints }: Pick<OutputForm, 'kind' | 'constraints'>): boolean =>
  constraints.several && (kind === 'labels' || kind === 'extract');
