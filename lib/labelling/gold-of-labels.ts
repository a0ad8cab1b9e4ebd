import type { GoldRow } from '../../contracts/example.ts';
import type { LabelPlan } from '../../contracts/labelling.ts';
import { isAsked } from './draw-plan.ts';
import { coveredRows } from './labelled-rows.ts';
import { goldOutput, type Opinion } from './people-say.ts';
import type { Pool } from './pool.ts';

/** Rows that people's labels make, and how many labelled ones have no output that is right. */
export interface GoldOfLabels {
  readonly rows: readonly GoldRow[];
  readonly withoutOutput: number;
}

/**
 * Labelled rows as gold ones, in the order of the plan. `examples`: all of them. `test`: the random share of the covered rows alone, since
 * rows that were picked because two models differ there are no sample of anything.
 */
export function goldOfLabels(
  plan: LabelPlan,
  pool: Pool,
  opinions: ReadonlyMap<string, readonly Opinion[]>,
  use: 'test' | 'examples',
): GoldOfLabels {
  const inputs = new Map(pool.rows.map(({ id, input }) => [id, input]));
  const meant =
    use === 'examples'
      ? plan.rows.filter(isAsked)
      : plan.rows.slice(0, coveredRows(plan.rows, opinions)).filter(({ random }) => random);
  const said = meant.flatMap(({ id }) => {
    const held = opinions.get(id);
    const input = inputs.get(id);
    return held === undefined || input === undefined ? [] : [{ input, output: goldOutput(held) }];
  });
  const rows = said.flatMap(({ input, output }) => (output === null ? [] : [{ input, output }]));
  return { rows, withoutOutput: said.length - rows.length };
}
