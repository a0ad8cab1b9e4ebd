import type { Constraints } from '../../contracts/task-config.ts';

/** One output, of any form. */
export const UNCONSTRAINED: Constraints = {
  pattern: null,
  fromInput: false,
  maxChars: null,
  several: false,
  ordered: false,
  none: null,
  schema: null,
};
