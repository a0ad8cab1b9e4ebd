import { writeFile } from 'node:fs/promises';
import { isAsked } from '../../lib/labelling/draw-plan.ts';
import { goldOfLabels } from '../../lib/labelling/gold-of-labels.ts';
import type { LabelSession } from '../../lib/labelling/label-session.ts';
import type { Pool } from '../../lib/labelling/pool.ts';

/** Writes the questions that nobody has answered, as JSON lines for another tool; gives their number. */
export async function writeQuestions(session: LabelSession, file: string): Promise<number> {
  const said = session.opinions();
  const open = session.plan.rows.filter((row) => isAsked(row) && !said.has(row.id));
  const lines = open.flatMap(({ id }) => {
    const question = session.questionAbout(id);
    if (question === null) return [];
    const { input, asks } = question;
    const shown = asks.how === 'judge' ? { answers: asks.answers } : { labels: asks.labels.map(({ name }) => name) };
    return [`${JSON.stringify({ id, input, ...shown })}\n`];
  });
  await writeFile(file, lines.join(''));
  return lines.length;
}

export interface Exported {
  readonly file: string;
  readonly as: 'test' | 'examples';
  readonly rows: number;
  readonly withoutOutput: number;
}

/** Writes labelled rows as gold ones, as `test:` and `examples:` of a task file take them. */
export async function exportGold(
  session: LabelSession,
  pool: Pool,
  { file, as }: Pick<Exported, 'file' | 'as'>,
): Promise<Exported> {
  const { rows, withoutOutput } = goldOfLabels(session.plan, pool, session.opinions(), as);
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { file, as, rows: rows.length, withoutOutput };
}
