import type { Attributes, Settings } from '../../contracts/plan.ts';
import type { Focus } from '../../contracts/round.ts';
import type { CoveredTopic } from '../prompts/write-inputs.ts';
import { fixedAttributes } from './fixed-attributes.ts';

/** How inputs are asked for, beside the task itself. */
export interface Writing {
  readonly attributes: Attributes;
  readonly settings: Settings['writing'];
  readonly covered: readonly CoveredTopic[];
  /** Where the student of the round before is weak; null in the first round, and for a test. */
  readonly focus: Focus | null;
}

/** The temperature of writing where the pilot chose no other: inputs are to differ. */
const WRITE_TEMPERATURE = 1;
/** Ends of an annealed temperature; one decimal, so that calls near each other stay comparable. */
const ANNEALED = { low: 0.6, high: 1.3 } as const;

export const DEFAULT_SETTINGS: Settings = {
  writing: { schedule: 'constant', shown: 'all', calls: 1 },
  labelling: { shown: 'all' },
};

export const DEFAULT_WRITING: Writing = {
  attributes: fixedAttributes(null),
  settings: DEFAULT_SETTINGS.writing,
  covered: [],
  focus: null,
};

/** Temperature of call number `call`: linear from end to end over the calls planned, rounded to hundredths. */
export function temperatureOf({ schedule, calls }: Settings['writing'], call: number): number {
  if (schedule === 'constant') return WRITE_TEMPERATURE;
  const way = calls <= 1 ? 0 : Math.min(1, call / (calls - 1));
  const [from, to] = schedule === 'up' ? [ANNEALED.low, ANNEALED.high] : [ANNEALED.high, ANNEALED.low];
  return Math.round(100 * (from + way * (to - from))) / 100;
}
