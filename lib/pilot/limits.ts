/** Calls for inputs under each way of asking: at the begin, in the middle and at the end of a moving temperature. */
export const CALLS_PER_ARM = 3;
/** Inputs of each way that get a label. */
export const LABELS_PER_ARM = 10;
/** Ways beside the default that may be tried: two schedules, then two numbers of demonstrations. */
export const MOST_OTHER_ARMS = 4;
/** From so many gold rows on that are not test, the labels' settings are compared on them. */
export const GOLD_TO_COMPARE = 100;
/** Gold rows asked for each number of demonstrations. */
export const GOLD_ROWS = 50;
/** Demonstrations on which the teacher is tried, each left out of its own prompt. */
export const FEASIBILITY_ROWS = 20;
/** Ways are only compared where that adds no more than this share to the calls of generation. */
export const WORTH_SHARE = 0.1;
/**
 * A gain below this is a tie, and ties go to the default: about one standard error, both of a share of 0.9 over the 30
 * inputs of a way, and of the difference over 50 gold rows of which one in eight comes out differently.
 */
export const LEAST_GAIN = 0.05;
