import type { GivenAnswer, GivenLabel, LabelPlan } from '../../contracts/labelling.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { keepLabel, keepPlan, readLabels } from './kept-labels.ts';
import { type Opinion, opinionsOf } from './people-say.ts';

/** What people have said of a build so far, and what one of them adds. */
export interface LabelLog {
  readonly labels: () => readonly GivenLabel[];
  readonly opinions: () => ReadonlyMap<string, readonly Opinion[]>;
  /** Durable when it returns; the first label keeps the plan too. */
  readonly give: (row: string, answer: GivenAnswer) => Promise<void>;
}

/** Reads what is kept; labels of others that come later are read when one's own is given beside them. */
export async function createLabelLog(
  store: ObjectStore,
  plan: LabelPlan,
  person: { readonly by: string; readonly now: () => string },
): Promise<LabelLog> {
  const { buildId } = plan;
  let labels = await readLabels(store, buildId);
  let opinions = opinionsOf(labels);
  let isPlanKept = labels.length > 0;
  // One after the other: the numbers of one's own labels must not race.
  let turn: Promise<void> = Promise.resolve();

  const keep = async (row: string, answer: GivenAnswer): Promise<void> => {
    if (!isPlanKept) await keepPlan(store, plan);
    isPlanKept = true;
    const label: GivenLabel = { version: 1, row, by: person.by, at: person.now(), answer };
    // Another person may label at the same time: then the number is taken.
    while ((await keepLabel(store, buildId, labels.length, label)) === null)
      labels = [...labels, ...(await readLabels(store, buildId, labels.length))];
    labels = [...labels, label];
    opinions = opinionsOf(labels);
  };
  return {
    labels: () => labels,
    opinions: () => opinions,
    give: (row, answer) => {
      const given = turn.then(() => keep(row, answer));
      // Whoever gave it hears what went wrong; the next label is kept all the same.
      turn = given.catch(() => undefined);
      return given;
    },
  };
}
