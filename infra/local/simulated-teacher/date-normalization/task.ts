import type { Dice } from '../dice.ts';
import type { SimulatedTask } from '../simulated-task.ts';
import { daysFrom, isoDate, type CalendarDate } from './calendar-date.ts';
import { understandDate } from './understanding.ts';
import { writeDate } from './writing.ts';

/** Any text that names a date, to `YYYY-MM-DD`. */
export const DATE_NORMALIZATION: SimulatedTask = {
  marks: ['date', 'YYYY-MM-DD'],
  topics: ['invoices', 'travel', 'letters', 'contracts', 'events', 'births', 'deliveries', 'log files'],
  labels: null,
  write: writeDate,
  understand: (input) => understandDate(input) ?? 'none',
  mistake: wrongDate,
};

/** A day or a month off, or another year: still a date, so that no validator catches it. */
function wrongDate(right: string, dice: Dice): string {
  const [year = 2000, month = 1, day = 1] = right.split('-').map(Number);
  const date: CalendarDate = { year, month, day };
  const wrong = [daysFrom(date, 1), daysFrom(date, -1), daysFrom(date, 30), { ...date, year: year + 1 }];
  return isoDate(daysFrom(dice.pick(wrong), 0));
}
