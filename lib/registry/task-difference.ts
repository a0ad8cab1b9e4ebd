import type { BundleTask } from '../../contracts/bundle-task.ts';
import { canonicalJson } from '../store/canonical-json.ts';

/** What decides whether two models answer the same questions with the same sort of answers. */
export type AnsweredTask = Pick<BundleTask, 'kind' | 'fields' | 'labels' | 'constraints'>;

/** A clause that says why answers of one cannot be held against those of the other; null where they can. */
export function taskDifference(one: AnsweredTask, other: AnsweredTask): string | null {
  if (one.kind !== other.kind) return `its kind is ${one.kind}, not ${other.kind}`;
  if (canonicalJson(one.fields) !== canonicalJson(other.fields))
    return `its input is ${fieldsText(one.fields)}, not ${fieldsText(other.fields)}`;
  if (canonicalJson(namesOf(one)) !== canonicalJson(namesOf(other)))
    return `its labels are ${namesOf(one).join(', ')}, not ${namesOf(other).join(', ')}`;
  if (one.constraints.several !== other.constraints.several)
    return one.constraints.several ? 'its answers are lists' : 'its answers are no lists';
  return canonicalJson(one.constraints.schema) === canonicalJson(other.constraints.schema)
    ? null
    : 'the schema of its answers is another';
}

const fieldsText = (fields: AnsweredTask['fields']): string =>
  fields === null ? 'one text' : `the fields ${fields.join(', ')}`;

/** In no order: a model may have its logits in another one. */
const namesOf = ({ labels }: AnsweredTask): readonly string[] => (labels ?? []).map(({ name }) => name).toSorted();
