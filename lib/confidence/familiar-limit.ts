/** Share of rows like those it was trained on that may be called unfamiliar. */
const FALSE_ALARMS = 0.05;
/** From so many rows on, people's rows alone say how far real inputs lie from the training rows. */
const ENOUGH_ROWS = 20;
/** Where nobody's rows say it, an input is unfamiliar when most of it is new. */
const MOSTLY_NEW = 0.5;

export interface FamiliarLimit {
  readonly from: number;
  readonly limitFrom: 'people' | 'people-and-generated' | 'generated';
}

/**
 * The known share below which an input is unfamiliar: one that 95 % of validation rows reach. Rows that the teacher wrote
 * lie closer to the training rows than real inputs do, so that their limit would turn real inputs away: there it is
 * lowered to what people's rows reach, and, where those are few, to one half at the most.
 * @param shares known shares of rows that the student was not trained on
 */
export function familiarLimit(shares: {
  readonly people: readonly number[];
  readonly generated: readonly number[];
}): FamiliarLimit {
  const { people, generated } = shares;
  if (people.length >= ENOUGH_ROWS) return { from: lowest(people), limitFrom: 'people' };
  const most = generated.length === 0 ? lowest(people) : Math.min(lowest(people), lowest(generated));
  return {
    from: Math.min(MOSTLY_NEW, most),
    limitFrom: people.length === 0 ? 'generated' : generated.length === 0 ? 'people' : 'people-and-generated',
  };
}

/** The share that all but the lowest twentieth reach; 1 without any. */
function lowest(shares: readonly number[]): number {
  const sorted = shares.toSorted((one, other) => one - other);
  return sorted[Math.floor(FALSE_ALARMS * sorted.length)] ?? 1;
}
