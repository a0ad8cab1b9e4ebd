import type { Calibration, NoConfidence } from '../../contracts/confidence.ts';
import type { AnsweredRow } from './answered-rows.ts';
import { fitCurve } from './fit-curve.ts';
import { fitTemperature } from './fit-temperature.ts';

/** Rows for a temperature, which cannot turn the order of answers round; and for the two numbers of a curve, which can. */
const NEEDED = { temperature: 1, curve: 30 } as const;

/** What makes a confidence of what the model says of its answers; or why these rows cannot tell it. */
export function calibrate(rows: readonly AnsweredRow[]): Calibration | NoConfidence {
  const labels = rows.flatMap(({ label }) => (label === null ? [] : [label]));
  if (labels.length >= NEEDED.temperature && labels.length === rows.length)
    return { temperature: fitTemperature(labels) };
  const told = rows.flatMap(({ logProbability, score }) =>
    logProbability === null ? [] : [{ logProbability, score }],
  );
  const needed = NEEDED.curve;
  if (told.length < needed) return { reason: 'few-rows', rows: told.length, needed };
  const { slope, intercept } = fitCurve(told);
  return slope > 0 ? { slope, intercept } : { reason: 'flat', rows: told.length, needed };
}
