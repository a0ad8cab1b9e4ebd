import type { TextRow } from '../text-row.ts';
import type { Dice } from '../dice.ts';
import { expand } from '../grammar.ts';
import { dateSlots, drawDate, isoDate } from './calendar-date.ts';
import { DATE_WORDS, WRITTEN_FORMATS } from './writing.ts';

/** What stands around the date in test rows; the simulated teacher writes none of these. */
const GOLD_CONTEXTS = [
  'paid {date}',
  'Meeting on {date}',
  'The lease ends on {date}.',
  'Date of issue: {date}',
  'expires {date}',
  '{date} (confirmed)',
  'Opening day is {date}',
  'We have booked {date} for you.',
  'Letter dated {date}',
  'as of {date} prices change',
  'He was hired on {date}',
  'Postmark: {date}',
  'no later than {date}',
  'Next inspection: {date}',
] as const;

/** Formats that the simulated teacher never writes; only these stand alone in test rows. */
const GOLD_FORMATS = [
  '{wd}, {month} {d}, {year}',
  '{weekday} {d} {mon} {year}',
  '{month} the {dth}, {year}',
  '{dth} of {mon} {year}',
  '{year}-{mm}-{dd} 00:00',
  '{mon} {dth} {year}',
  '{d}. {month} {year}',
] as const;

/** One test row of the example task `date-normalization`. */
export function goldDate(dice: Dice): TextRow {
  const alone = dice.chance(0.25);
  const format = alone || dice.chance(0.3) ? dice.pick(GOLD_FORMATS) : dice.pick(WRITTEN_FORMATS);
  const date = drawDate(dice);
  const context = alone ? '{date}' : dice.pick(GOLD_CONTEXTS);
  return {
    input: expand(context, { ...DATE_WORDS, ...dateSlots(date), date: [format] }, dice),
    output: isoDate(date),
  };
}
