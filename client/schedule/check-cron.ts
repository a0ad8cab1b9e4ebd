import { CommandFailure } from '../command-failure.ts';

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for its numbers, the first for `least`. */
  readonly words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  // Sunday is 0 and 7.
  { name: 'day of the week', least: 0, most: 7, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const SHORT = /^@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)$/;

/**
 * The expression, white space mended, where the five fields of cron are as they should be; the server itself takes more
 * forms, and is less clear about what is wrong.
 * @throws CommandFailure `usage`, naming the field
 */
export function checkCron(expression: string): string {
  const text = expression.trim().toLowerCase();
  if (SHORT.test(text)) return text;
  const fields = text.split(/\s+/);
  if (fields.length !== FIELDS.length)
    throw refusal(
      expression,
      `it has ${text === '' ? 0 : fields.length} fields, not five (minute, hour, day of the month, month, day of the week)`,
    );
  for (const [at, field] of FIELDS.entries()) {
    const value = fields[at] ?? '';
    if (!value.split(',').every((part) => isPart(part, field)))
      throw refusal(expression, `"${value}" is no ${field.name}: it goes from ${field.least} to ${field.most}`);
  }
  return fields.join(' ');
}

/** A part of a list: `*`, `5`, `1-5`, `mon-fri`, each with a step behind it or not. */
function isPart(part: string, field: Field): boolean {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/([1-9]\d*))?$/.exec(part);
  if (match === null) return false;
  const [, from, to] = match;
  if (from === undefined) return true;
  const [first, last] = [valueOf(from, field), valueOf(to ?? from, field)];
  return first !== null && last !== null && first <= last;
}

function valueOf(text: string, { least, most, words }: Field): number | null {
  const at = words.indexOf(text);
  const value = at === -1 ? Number(/^\d+$/.test(text) ? text : Number.NaN) : at + least;
  return value >= least && value <= most ? value : null;
}

const refusal = (expression: string, why: string): CommandFailure =>
  new CommandFailure('usage', `--cron "${expression}": ${why}. For example "0 3 * * mon" is Mondays at three.`);
