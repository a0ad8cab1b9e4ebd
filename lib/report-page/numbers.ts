import { measureOf } from '../metrics/measures.ts';

/** Keeps a number and its unit on one line. */
const JOIN = '\u00A0';

/** `12,345` */
export const count = (value: number): string => String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** A value −1..1 in points, as verdicts say it: 0.769 is 76.9; with a true minus, and none before a zero. */
export const points = (value: number): string =>
  (100 * value)
    .toFixed(1)
    .replace(/^-(?!0\.0$)/, '−')
    .replace('-', '');

/** A score as people read it: of an error on a scale its steps, of all else points. */
export const figure = (metric: string, value: number): string =>
  measureOf(metric)?.unit === 'steps' ? value.toFixed(2) : points(value);

/** A difference in points with its sign; a true minus is as wide as a plus. */
export const signedPoints = (value: number): string => `${value < 0 ? '−' : '+'}${points(Math.abs(value))}`;

/** `40.2 – 41.7` */
export const range = (low: string, high: string): string => `${low}${JOIN}–${JOIN}${high}`;

export const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toFixed(1)}${JOIN}${unit}`;
}

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : String(Math.round(ms))}${JOIN}ms`;

export const percent = (share: number): string => `${(100 * share).toFixed(1)}${JOIN}%`;

export const plural = (number: number, noun: string): string =>
  `${count(number)}${JOIN}${noun}${number === 1 ? '' : 's'}`;

/** A coordinate of a drawing: to a tenth, so that equal reports are equal bytes on every machine. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);
