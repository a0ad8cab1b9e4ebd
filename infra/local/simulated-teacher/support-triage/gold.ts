import type { TextRow } from '../text-row.ts';
import type { Dice } from '../dice.ts';
import { expand } from '../grammar.ts';
import { GOLD_CLOSINGS, GOLD_CORES, GOLD_OPENINGS } from './gold-templates.ts';
import { drawQueue } from './labels.ts';
import { TRIAGE_WORDS } from './words.ts';

/** One test row of the example task `support-triage`; queues come by their shares. */
export function goldMessage(dice: Dice): TextRow {
  const output = drawQueue(dice);
  const parts = [
    dice.chance(0.4) ? dice.pick(GOLD_OPENINGS) : '',
    dice.pick<string>(GOLD_CORES[output]),
    dice.chance(0.4) ? dice.pick(GOLD_CLOSINGS) : '',
  ];
  const message = expand(parts.filter((part) => part !== '').join(' '), TRIAGE_WORDS, dice);
  return { input: dice.chance(0.2) ? message.toLowerCase() : message, output };
}
