import type { BatchInput } from '../../contracts/batch.ts';
import { CommandFailure } from '../command-failure.ts';
import { textOption, type VerbCall, type VerbOption } from '../verb.ts';

/** As many builds as a dev server on SQLite, with one shard, bears. */
const WINDOW = 4;
/** Each build at work holds a slot of a worker, and every one of them waits for the same teacher. */
const MOST_WINDOW = 100;
/** Below this share of tasks that are done a batch has failed. */
const MIN_SUCCESS = 0.5;
/** A build leaves about ten events in the batch's history, and the server suggests a new one at 4,096. */
const SEGMENT = 100;

export const BATCH_OPTIONS: Readonly<Record<string, VerbOption>> = {
  window: { type: 'string', value: 'N', help: `builds at once (default ${WINDOW})` },
  'min-success': {
    type: 'string',
    value: 'SHARE',
    help: `the batch fails where fewer are built (0 to 1, default ${MIN_SUCCESS})`,
  },
};

/** How a batch is run, from its options. @throws CommandFailure `usage` */
export const batchSettings = (call: VerbCall): Pick<BatchInput, 'window' | 'segment' | 'minSuccess'> => ({
  window: numberOf(call, 'window', WINDOW, (value) => Number.isInteger(value) && value >= 1 && value <= MOST_WINDOW),
  minSuccess: numberOf(call, 'min-success', MIN_SUCCESS, (value) => value >= 0 && value <= 1),
  segment: SEGMENT,
});

const RANGES: Readonly<Record<string, string>> = {
  window: `a whole number from 1 to ${MOST_WINDOW}`,
  'min-success': 'a share from 0 to 1',
};

function numberOf(call: VerbCall, option: string, otherwise: number, isFine: (value: number) => boolean): number {
  const text = textOption(call, option);
  if (text === undefined) return otherwise;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isFine(value)) return value;
  throw new CommandFailure('usage', `--${option} must be ${RANGES[option] ?? 'a number'}, and is "${text}".`);
}
