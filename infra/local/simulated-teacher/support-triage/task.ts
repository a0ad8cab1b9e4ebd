import type { SimulatedTask } from '../simulated-task.ts';
import { QUEUE_LABELS } from './labels.ts';
import { understandMessage } from './understanding.ts';
import { writeMessage } from './writing.ts';

/** A customer's message, to the queue that should answer it. */
export const SUPPORT_TRIAGE: SimulatedTask = {
  marks: ['customer', ...QUEUE_LABELS],
  topics: [
    'clothing',
    'kitchen goods',
    'furniture',
    'outdoor gear',
    'electronics',
    'gifts',
    'subscriptions',
    'orders from abroad',
  ],
  labels: QUEUE_LABELS,
  write: writeMessage,
  understand: understandMessage,
  mistake: (right, dice) => dice.pick(QUEUE_LABELS.filter((label) => label !== right)),
};
