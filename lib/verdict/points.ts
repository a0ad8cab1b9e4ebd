/** A value or difference from 0 to 1 in points, as people say it: 0.0312 is 3.1. */
export const points = (value: number): string => (100 * value).toFixed(1);

/** A limit in points, rounded away from what was seen: "at most 4.74" is said as 4.8, "at least 4.74" as 4.7. */
export const pointsAtMost = (value: number): string => (Math.ceil(1000 * value - ROUNDING) / 10).toFixed(1);
export const pointsAtLeast = (value: number): string => (Math.floor(1000 * value + ROUNDING) / 10).toFixed(1);

/** Keeps 0.05 from being said as 5.1 points since 1000 · 0.05 is a hair above 50. */
const ROUNDING = 1e-6;

/** A p value as people write it. */
export const pValue = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`);

/** A number of rows to two digits, since it is an estimate: 1546 is "about 1,500". */
export const aboutRows = (rows: number): string => `about ${Number(rows.toPrecision(2)).toLocaleString('en-US')} rows`;
