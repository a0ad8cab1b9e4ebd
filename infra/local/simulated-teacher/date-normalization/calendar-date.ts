import type { Dice } from '../dice.ts';
import type { Grammar } from '../grammar.ts';

/** A day of the Gregorian calendar. */
export interface CalendarDate {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
}

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** `YYYY-MM-DD`. */
export const isoDate = ({ year, month, day }: CalendarDate): string =>
  `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;

/** The date that so many days before or after this one is. */
export function daysFrom({ year, month, day }: CalendarDate, days: number): CalendarDate {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** True for days that the calendar has: no 31 April, no 29 February outside leap years. */
export const isReal = (date: CalendarDate): boolean => isoDate(daysFrom(date, 0)) === isoDate(date);

/** A day of the years 2000 to 2029, each as likely: few enough years for a small student to meet each of them often. */
export const drawDate = (dice: Dice): CalendarDate =>
  daysFrom({ year: 2000, month: 1, day: 1 }, dice.between(0, 30 * 365 + 7));

/** How people write the parts of this date, as slots that each have one alternative. */
export function dateSlots({ year, month, day }: CalendarDate): Grammar {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const monthName = MONTHS.slice(month - 1, month);
  const weekdayName = WEEKDAYS.slice(weekday, weekday + 1);
  return {
    year: [String(year)],
    month: monthName,
    mon: monthName.map((name) => name.slice(0, 3)),
    m: [String(month)],
    mm: [padded(month, 2)],
    d: [String(day)],
    dd: [padded(day, 2)],
    dth: [`${day}${ordinalSuffix(day)}`],
    weekday: weekdayName,
    wd: weekdayName.map((name) => name.slice(0, 3)),
  };
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
