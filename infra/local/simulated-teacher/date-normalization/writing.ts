import type { Dice } from '../dice.ts';
import { expand, type Grammar } from '../grammar.ts';
import { dateSlots, drawDate } from './calendar-date.ts';

/** Formats in which the simulated teacher writes a date; numbers alone are day first unless the year leads, as the task says. */
export const WRITTEN_FORMATS = [
  '{month} {d}, {year}',
  '{d} {month} {year}',
  'the {dth} of {month} {year}',
  '{month} {dth}, {year}',
  '{mon} {d}, {year}',
  '{d} {mon} {year}',
  '{d}-{mon}-{year}',
  '{dd}.{mm}.{year}',
  '{d}.{m}.{year}',
  '{d}/{m}/{year}',
  '{dd}/{mm}/{year}',
  '{year}/{mm}/{dd}',
  '{year}-{mm}-{dd}T00:00:00Z',
  '{weekday}, {d} {month} {year}',
  '{wd}, {d} {mon} {year}',
  '{weekday} the {dth} of {month}, {year}',
  '{year} {month} {d}',
  '{dth} {mon}. {year}',
] as const;

/** What stands around the date; the empty one is drawn for a third of the inputs. */
export const WRITTEN_CONTEXTS = [
  'due {date}',
  'Invoice date: {date}',
  'signed on {date}',
  'starting {date}',
  'Deadline: {date}',
  'valid until {date}',
  'born {date}',
  'received {date}, thank you',
  'We met on {date}.',
  'Delivered: {date}',
  'issued {date} in {city}',
  'from {date} onwards',
  'Last seen {date}',
  'the order of {date}',
  'Our flight leaves on {date}',
  'rent paid up to {date}',
  '{who} wrote on {date}',
  '{who} joined us {date}',
  'Please reply before {date}.',
  'The {thing} was opened on {date}',
  'The {thing} closes {date}',
  'new {thing} by {date}',
  'Renewal of the {thing}: {date}',
  '{city}, {date}',
] as const;

/** Slots beside those of the date itself. */
export const DATE_WORDS: Grammar = {
  city: ['Lisbon', 'Oslo', 'Ghent', 'Turin', 'Graz', 'Bergen', 'Leeds', 'Porto'],
  who: ['Anna', 'Mr Okoro', 'the landlord', 'Priya', 'our accountant', 'Dr Weiss', 'the council', 'Tomas'],
  thing: ['account', 'shop', 'exhibition', 'library', 'contract', 'course', 'report', 'tender', 'museum'],
};

/** One input as the simulated teacher writes it. */
export function writeDate(dice: Dice): string {
  const format = dice.pick(WRITTEN_FORMATS);
  const date = drawDate(dice);
  const context = dice.chance(1 / 3) ? '{date}' : dice.pick(WRITTEN_CONTEXTS);
  return expand(context, { ...DATE_WORDS, ...dateSlots(date), date: [format] }, dice);
}
