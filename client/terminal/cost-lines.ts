import type { StageCost } from '../../contracts/budget.ts';
import type { Cost } from '../../contracts/report.ts';
import { count, dollars } from './numbers.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** What each stage's calls came to, and all of them; answers that were rejected are paid for too, and are among the calls. */
export function costLines(costs: readonly StageCost[], total: Cost, palette: Palette): string[] {
  const rows = costs.map(({ stage, paid, reused, rejected }) => [
    stage,
    count(paid.calls),
    count(paid.inputTokens),
    count(paid.outputTokens),
    dollars(paid.usd),
    count(reused),
    rejectedText(rejected),
  ]);
  const reused = costs.reduce((sum, stage) => sum + stage.reused, 0);
  const all = [
    'all',
    count(total.calls),
    count(total.inputTokens),
    count(total.outputTokens),
    dollars(total.usd),
    count(reused),
    '',
  ];
  const numbers = ['calls', 'tokens in', 'tokens out', 'dollars', 'reused'];
  const columns = [
    { title: 'stage' },
    ...numbers.map((title) => ({ title, side: 'right' as const })),
    { title: 'rejected' },
  ];
  const [head = '', ...body] = tableLines(columns, [...rows, all]);
  return [palette.faint(head), ...body.slice(0, -1), palette.strong(body.at(-1) ?? '')];
}

const rejectedText = (rejected: StageCost['rejected']): string =>
  Object.entries(rejected)
    .map(([reason, number]) => `${count(number)} ${reason}`)
    .join(', ');
