import type { TaskInput } from '../../contracts/example.ts';
import type { ChangedAnswer, PredictionDiff } from '../../lib/trace/diff-predictions.ts';
import { pValue } from '../../lib/verdict/points.ts';
import { count } from './numbers.ts';
import type { Palette } from './palette.ts';
import { shown } from './shown.ts';

/** Rows that are shown; the JSON has all. */
const SHOWN = 5;
const INPUT = 100;
const ANSWER = 60;

/** How many answers changed on the rows that both builds tested, and the first of them. */
export function predictionLines(diff: PredictionDiff, palette: Palette): string[] {
  const { shared, changed, fixed, broken } = diff;
  if (shared === 0) return ['no test row is common to both'];
  const p = diff.mcnemarP === null || fixed + broken === 0 ? '' : ` (McNemar ${pValue(diff.mcnemarP)})`;
  const head = `${count(changed.length)} of ${count(shared)} common answers changed: ${count(fixed)} fixed, ${count(broken)} broken${p}`;
  const more = changed.length - SHOWN;
  return [
    head,
    ...changed.slice(0, SHOWN).flatMap((row) => rowLines(row, palette)),
    ...(more > 0 ? [palette.faint(`and ${count(more)} more: --json has them all`)] : []),
  ];
}

function rowLines({ change, input, expected, before, after }: ChangedAnswer, palette: Palette): string[] {
  const words = { fixed: palette.good('fixed '), broken: palette.bad('broken'), other: 'other ' };
  return [
    `${words[change]}  ${shown(inputText(input), INPUT)}`,
    `        ${answer(before)} → ${answer(after)}; expected ${shown(expected, ANSWER)}`,
  ];
}

const answer = (given: string | null): string => (given === null ? '(no valid answer)' : shown(given, ANSWER));

const inputText = (input: TaskInput): string => (typeof input === 'string' ? input : JSON.stringify(input));
