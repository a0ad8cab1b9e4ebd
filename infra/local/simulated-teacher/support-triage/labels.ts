import type { Dice } from '../dice.ts';

/** Queues of the example task `support-triage`, and the share of messages that each gets; the shares add up to 1. */
export const QUEUE_SHARES = {
  delivery: 0.28,
  billing: 0.2,
  returns: 0.16,
  technical: 0.13,
  account: 0.1,
  product: 0.08,
  cancellation: 0.05,
} as const;

export type QueueLabel = keyof typeof QUEUE_SHARES;

export const QUEUE_LABELS = [
  'delivery',
  'billing',
  'returns',
  'technical',
  'account',
  'product',
  'cancellation',
] as const satisfies readonly QueueLabel[];

/** A queue, drawn by its share. */
export function drawQueue(dice: Dice): QueueLabel {
  let left = dice.roll();
  for (const label of QUEUE_LABELS) {
    left -= QUEUE_SHARES[label];
    if (left < 0) return label;
  }
  return 'delivery';
}
