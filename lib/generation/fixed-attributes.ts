import type { Attributes } from '../../contracts/plan.ts';

/** What inputs of any task can differ in: for where the endpoint proposes nothing. `refused` says why. */
export const fixedAttributes = (refused: string | null): Attributes => ({
  version: 1,
  origin: 'fixed',
  refused,
  topics: [],
  lengths: [
    'Keep them short.',
    'Make them of middling length.',
    'Make some of them long and rich in detail.',
    'Mix short and long ones.',
  ],
  styles: [
    'Vary who is writing and why.',
    'Let them sound hurried and informal.',
    'Let them sound careful and formal.',
  ],
  difficulties: [
    'Include everyday cases.',
    'Include cases that are hard to decide.',
    'Include unusual but realistic cases.',
  ],
});
