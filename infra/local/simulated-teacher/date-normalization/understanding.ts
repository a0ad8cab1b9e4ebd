import { isReal, isoDate, MONTHS, type CalendarDate } from './calendar-date.ts';

const NAME = `(?<name>${MONTHS.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')})\\.?`;
const YEAR = String.raw`(?<year>(?:19|20)\d{2})\b`;
const DAY = String.raw`\b(?<day>\d{1,2})(?:st|nd|rd|th)?\b`;

/** Orders in which the parts of a date stand. Numbers alone are year first or day first, as the task says. */
const ORDERS = [
  String.raw`\b(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)`,
  String.raw`\b(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})\b`,
  String.raw`${DAY}[.\s-]*(?:of\s+)?\b${NAME}[,\s-]*${YEAR}`,
  String.raw`\b${NAME}\s+(?:the\s+)?${DAY},?\s+${YEAR}`,
  String.raw`\b${YEAR}\s+${NAME}\s+${DAY}`,
].map((source) => new RegExp(source, 'i'));

/** The date that a text names, as `YYYY-MM-DD`; null where it names none that the calendar has. */
export function understandDate(text: string): string | null {
  for (const order of ORDERS) {
    const parts = order.exec(text)?.groups;
    if (parts === undefined) continue;
    const date = dateOf(parts);
    if (isReal(date)) return isoDate(date);
  }
  return null;
}

function dateOf({ year, month, name, day }: Readonly<Record<string, string | undefined>>): CalendarDate {
  return {
    year: Number(year),
    month: month === undefined ? monthNumber(name ?? '') : Number(month),
    day: Number(day),
  };
}

const monthNumber = (name: string): number =>
  1 + MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
